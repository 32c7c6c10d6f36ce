namespace ModelOps.Serving;

/// <summary>How a limit counts.</summary>
public enum LimitAlgorithm
{
    /// <summary>Permits flow in evenly, and a full bucket may be used at once.</summary>
    TokenBucket,

    /// <summary>At most so many in any span of one window, to a tenth of it.</summary>
    SlidingWindow,

    /// <summary>So many in each window, one after another.</summary>
    FixedWindow,

    /// <summary>So many calls at once.</summary>
    Concurrency,
}
