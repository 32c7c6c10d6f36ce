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

    /// <summary>G test of homogeneity; numeric and categorical features.</summary>
    public const string GTest = "g-test";

    /// <summary>Jensen-Shannon divergence; numeric and categorical features.</summary>
    public const string JensenShannon = "jensen-shannon";

    /// <summary>Kullback-Leibler divergence; numeric and categorical features.</summary>
    public const string KullbackLeibler = "kullback-leibler";

    /// <summary>Hellinger distance; numeric and categorical features.</summary>
    public const string Hellinger = "hellinger";

    /// <summary>Total variation distance; numeric and categorical features.</summary>
    public const string TotalVariation = "total-variation";

    /// <summary>L-infinity distance; numeric and categorical features.</summary>
    public const string LInfinity = "l-infinity";

    /// <summary>Welch's t test of the means; numeric features.</summary>
    public const string Welch = "welch";

    /// <summary>Mann-Whitney test; numeric features.</summary>
    public const string MannWhitney = "mann-whitney";
}
