namespace ModelOps.Drift.Statistics;

/// <summary>How the p-value of the two-sample Kolmogorov-Smirnov test is computed.</summary>
public enum KolmogorovSmirnovMethod
{
    /// <summary><see cref="Exact"/> up to 10,000 values a side, else <see cref="Asymptotic"/>; what SciPy does.</summary>
    Auto,

    /// <summary>Counts lattice paths: exact for continuous data, cautious with ties. Time grows with the product of the sizes.</summary>
    Exact,

    /// <summary>Kolmogorov's law at the effective size nm/(n + m).</summary>
    Asymptotic,
}
