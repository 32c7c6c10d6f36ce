namespace ModelOps.Drift.Statistics;

/// <summary>How a rank test computes its p-value.</summary>
public enum PValueMethod
{
    /// <summary>Exact for small samples, asymptotic for larger ones; each test says where it changes.</summary>
    Auto,

    /// <summary>By counting all orders of the pooled values, as if none were equal.</summary>
    Exact,

    /// <summary>By the law that large samples approach.</summary>
    Asymptotic,
}
