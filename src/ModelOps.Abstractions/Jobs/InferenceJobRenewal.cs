namespace ModelOps;

/// <summary>What a worker hears when it renews its lease.</summary>
public enum InferenceJobRenewal
{
    /// <summary>The lease goes on.</summary>
    Renewed,

    /// <summary>The lease goes on, but someone asked the job to end early.</summary>
    CancellationRequested,

    /// <summary>The lease is no longer this worker's: stop, nothing it says will count.</summary>
    Lost,
}
