namespace ModelOps.Serving.Batching;

/// <summary>What neighbours in a run do to an answer.</summary>
internal enum BatchInvariance
{
    /// <summary>Not known: made-up rows could not be answered.</summary>
    Unverified,

    /// <summary>Nothing: every bit is as when run alone.</summary>
    BitEqual,

    /// <summary>They move it by rounding only.</summary>
    WithinTolerance,

    /// <summary>They change it.</summary>
    PeerDependent,

    /// <summary>There are no rows: a first dimension is fixed, or an output does not have one row for each of the inputs'.</summary>
    Unbatchable,
}
