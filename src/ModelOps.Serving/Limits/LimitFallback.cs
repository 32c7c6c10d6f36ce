namespace ModelOps.Serving;

/// <summary>What becomes of a shared limit while its store is away.</summary>
public enum LimitFallback
{
    /// <summary>Each host counts on its own, by the same rule.</summary>
    Local,

    /// <summary>Calls pass.</summary>
    Allow,

    /// <summary>Calls are refused with <see cref="DistributedLimiterException"/>.</summary>
    Refuse,
}
