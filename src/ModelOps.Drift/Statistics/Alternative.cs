namespace ModelOps.Drift.Statistics;

/// <summary>The kind of change that a test looks for.</summary>
public enum Alternative
{
    /// <summary>Any change.</summary>
    TwoSided,

    /// <summary>Current values tend to be larger than reference values (SciPy's <c>less</c>, said of the reference's values; <c>greater</c> in
    /// its Kolmogorov-Smirnov test, which speaks of the distribution functions).</summary>
    CurrentLarger,

    /// <summary>Current values tend to be smaller than reference values (SciPy's <c>greater</c>, or <c>less</c> in its Kolmogorov-Smirnov
    /// test).</summary>
    CurrentSmaller,
}
