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
        MissingDrift.Statistic => "Fisher's exact, of missing values",
        _ => ReportText.Name(statistic),
    };

    /// <summary>What the effect is, in a few words.</summary>
    internal static string Effect(string statistic) => statistic switch
    {
        DriftDetectorNames.PopulationStabilityIndex => "the population stability index",
        DriftDetectorNames.KolmogorovSmirnov => "the largest gap between the cumulative shares",
        DriftDetectorNames.Wasserstein => "the mean way that values would have to move, in standard deviations",
        DriftDetectorNames.ChiSquare or DriftDetectorNames.GTest => "Cramér's V of the shares",
        DriftDetectorNames.JensenShannon => "the Jensen-Shannon distance",
        DriftDetectorNames.KullbackLeibler => "the Kullback-Leibler divergence",
        DriftDetectorNames.Hellinger => "the Hellinger distance",
        DriftDetectorNames.TotalVariation => "the share of values that would have to move",
        DriftDetectorNames.LInfinity => "the largest change of a share",
        DriftDetectorNames.Welch => "the difference of means, in standard deviations",
        DriftDetectorNames.MannWhitney => "the rank-biserial correlation",
        MissingDrift.Statistic => "the change of the share of missing values",
        _ => "the measure of the detector",
    };
}
