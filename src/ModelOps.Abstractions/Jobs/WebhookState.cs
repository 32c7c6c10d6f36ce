namespace ModelOps;

/// <summary>Where the message about a job's end is.</summary>
public enum WebhookState
{
    /// <summary>The job has not ended, or the message was not delivered yet.</summary>
    Pending,

    /// <summary>The receiver answered with 2xx.</summary>
    Delivered,

    /// <summary>The receiver never answered with 2xx, or may not be called.</summary>
    Failed,
}
