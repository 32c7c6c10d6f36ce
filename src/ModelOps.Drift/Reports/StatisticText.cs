using ModelOps.Drift.Detectors;

namespace ModelOps.Drift.Reports;

/// <summary>What statistics are called, and what their effects measure.</summary>
internal static class StatisticText
{
    /// <summary>The name that people know; a detector of the host's own keeps its name.</summary>
    internal static string Name(string statistic) => statistic switch
    {
        DriftDetectorNames.PopulationStabilityIndex => "PSI",
        DriftDetectorNames.KolmogorovSmirnov => "Kolmogorov-Smirnov",
        DriftDetectorNames.Wasserstein => "Wasserstein",
        DriftDetectorNames.ChiSquare => "chi-square",
        DriftDetectorNames.GTest => "G test",
        DriftDetectorNames.JensenShannon => "Jensen-Shannon",
        DriftDetectorNames.KullbackLeibler => "Kullback-Leibler",
        DriftDetectorNames.Hellinger => "Hellinger",
        DriftDetectorNames.TotalVariation => "total variation",
        DriftDetectorNames.LInfinity => "L-infinity",
        DriftDetectorNames.Welch => "Welch's t",
        DriftDetectorNames.MannWhitney => "Mann-Whitney",
        _ => ReportText.Name(statistic),
    };

    /// <summary>What the effect is, in a few words.</summary>
    internal static string Effect(string statistic) => statistic switch
    {
        DriftDetectorNames.PopulationStabilityIndex => "population stability index",
        DriftDetectorNames.KolmogorovSmirnov => "largest gap between the cumulative shares",
        DriftDetectorNames.Wasserstein => "mean distance to move, in standard deviations",
        DriftDetectorNames.ChiSquare or DriftDetectorNames.GTest => "Cramér's V",
        DriftDetectorNames.JensenShannon => "Jensen-Shannon distance",
        DriftDetectorNames.KullbackLeibler => "Kullback-Leibler divergence",
        DriftDetectorNames.Hellinger => "Hellinger distance",
        DriftDetectorNames.TotalVariation => "share of values to move",
        DriftDetectorNames.LInfinity => "largest change of a share",
        DriftDetectorNames.Welch => "difference of means, in standard deviations",
        DriftDetectorNames.MannWhitney => "rank-biserial correlation",
        _ => "effect of the detector",
    };
}
