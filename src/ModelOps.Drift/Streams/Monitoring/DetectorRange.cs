namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Which values a stream has, or a detector takes.</summary>
internal enum DetectorRange
{
    /// <summary>0 and 1.</summary>
    Outcome,

    /// <summary>0 to 1.</summary>
    Unit,

    /// <summary>Any numbers.</summary>
    Any,
}
