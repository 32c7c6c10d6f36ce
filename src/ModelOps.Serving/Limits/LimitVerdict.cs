namespace ModelOps.Serving.Limits;

/// <summary>What a rule says to a call.</summary>
internal enum LimitVerdict
{
    /// <summary>It passes.</summary>
    Passed,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>It may pass after a wait, or when the store says so.</summary>
    Open,
}
