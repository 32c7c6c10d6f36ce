namespace ModelOps.Drift.Monitoring;

/// <summary>What became of a row.</summary>
internal enum RowFate
{
    /// <summary>It is in a bucket.</summary>
    Profiled,

    /// <summary>It was left out by the sampling.</summary>
    NotSampled,

    /// <summary>It came too late.</summary>
    Late,

    /// <summary>It lies in the future.</summary>
    Ahead,

    /// <summary>The call's tensors do not fit the reference.</summary>
    Unmapped,
}
