using System.Runtime.InteropServices;
using ModelOps.Drift.Detectors;

namespace ModelOps.Drift.Quality.Imports;

/// <summary>A feature's drift as Evidently says it.</summary>
/// <param name="Method">Its name of the method; this package's where it has none.</param>
/// <param name="Score">P-value for tests, distance for distances; NaN when there was not enough data.</param>
/// <param name="Threshold">What the score is held against: from below for tests, from above for distances.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EvidentlyScore(string Method, double Score, double Threshold)
{
    public static EvidentlyScore Of(FeatureDrift drift, double alpha)
    {
        return drift.Statistic switch
        {
            DriftDetectorNames.PopulationStabilityIndex => Distance("PSI"),
            DriftDetectorNames.Wasserstein => Distance("Wasserstein distance (normed)"),
            DriftDetectorNames.JensenShannon => Distance("Jensen-Shannon distance"),
            DriftDetectorNames.KullbackLeibler => Distance("Kullback-Leibler divergence"),
            DriftDetectorNames.Hellinger => Distance("Hellinger distance"),
            DriftDetectorNames.KolmogorovSmirnov => Test("K-S p_value"),
            DriftDetectorNames.ChiSquare => Test("chi-square p_value"),
            DriftDetectorNames.GTest => Test("g_test"),
            DriftDetectorNames.TotalVariation => Test("Total-Variation-Distance"),
            DriftDetectorNames.Welch => Test("t_test"),
            DriftDetectorNames.MannWhitney => Test("Mann-Whitney U-rank test"),
            _ => Test(drift.Statistic),
        };

        EvidentlyScore Test(string name) => new(name, drift.AdjustedPValue, alpha);

        EvidentlyScore Distance(string name) => new(name, drift.EffectSize, drift.MinimumEffect);
    }
}
