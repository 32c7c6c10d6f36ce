namespace ModelOps.Load;

/// <summary>How a call ended.</summary>
internal enum LoadOutcome
{
    /// <summary>Answered.</summary>
    Succeeded,

    /// <summary>Turned away on purpose: a quota (429), no room (503), or the deadline (504).</summary>
    Rejected,

    /// <summary>Failed otherwise: an error, a broken connection.</summary>
    Failed,
}
