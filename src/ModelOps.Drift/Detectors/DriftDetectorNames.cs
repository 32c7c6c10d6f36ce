namespace ModelOps.Drift.Detectors;

/// <summary>Names of the detectors in options, reports and metrics. They are part of the API.</summary>
public static class DriftDetectorNames
{
    /// <summary>Population stability index; numeric and categorical features.</summary>
    public const string PopulationStabilityIndex = "psi";

    /// <summary>Kolmogorov-Smirnov distance; numeric features.</summary>
    public const string KolmogorovSmirnov = "ks";

    /// <summary>Wasserstein-1 distance in standard deviations of the reference; numeric features.</summary>
    public const string Wasserstein = "wasserstein";

    /// <summary>Chi-square test of homogeneity; numeric and categorical features.</summary>
    public const string ChiSquare = "chi-square";
}
