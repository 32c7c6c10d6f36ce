using CsCheck;
using ModelOps.Drift.Presets;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

/// <summary>Any numbers at all: no statistic throws, hangs, or gives a p-value that is none.</summary>
public sealed class HostileInputTests
{
    private static readonly double[] Nasty =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 0, -0.0, 1,
        1 + 2.220446049250313e-16, -1, 1e308, -1e308, 1e-300, 7, 7, 7,
    ];

    private static readonly Gen<double> Value = Gen.Frequency((3, Gen.Int[0, Nasty.Length - 1].Select(static i => Nasty[i])), (2, Gen.Double), (3, Gen.Double[-1, 1]), (2, Gen.Int[0, 3].Select(static i => (double)i)));

    private static readonly Gen<double[]> Sample = Value.Array[0, 60];

    private static readonly Gen<long[]> Counts = Gen.Frequency((5, Gen.Long[0, 20]), (1, Gen.Const(0L)), (1, Gen.Long[0, 100_000_000_000])).Array[5];

    public static TheoryData<string> SampleTests => [.. OfSamples.Keys];

    public static TheoryData<string> CountTests => [.. OfCounts.Keys];

    private static Dictionary<string, Func<double[], double[], TwoSampleResult>> OfSamples { get; } = new(StringComparer.Ordinal)
    {
        ["ks"] = static (x, y) => KolmogorovSmirnov.Compare(x, y).Test,
        ["ks one-sided"] = static (x, y) => KolmogorovSmirnovOneSided.Compare(x, y, Alternative.CurrentSmaller),
        ["cramer-von-mises"] = static (x, y) => CramerVonMises.Compare(x, y),
        ["anderson-darling"] = static (x, y) => AndersonDarling.Compare(x, y),
        ["epps-singleton"] = static (x, y) => EppsSingleton.Compare(x, y),
        ["mann-whitney"] = static (x, y) => MannWhitney.Compare(x, y),
        ["mann-whitney exact"] = static (x, y) => MannWhitney.Compare(x, y, Alternative.CurrentLarger, PValueMethod.Exact),
        ["t"] = static (x, y) => StudentT.Compare(x, y),
        ["welch"] = static (x, y) => Welch.Compare(x, y),
        ["wasserstein"] = static (x, y) => Wasserstein.Compare(x, y, 9),
        ["energy"] = static (x, y) => EnergyDistance.Compare(x, y, 9),
        ["mmd"] = static (x, y) => MaximumMeanDiscrepancy.Compare(x, y, 1, 9),
        ["density difference"] = static (x, y) => LeastSquaresDensityDifference.Compare(x, y, 1, 9),
    };

    private static Dictionary<string, Func<long[], long[], TwoSampleResult>> OfCounts { get; } = new(StringComparer.Ordinal)
    {
        ["chi-square"] = static (x, y) => ChiSquare.Compare(x, y),
        ["goodness of fit"] = static (x, y) => ChiSquare.GoodnessOfFit(x, y),
        ["g"] = static (x, y) => GTest.Compare(x, y),
        ["fisher"] = static (x, y) => FisherExact.Compare(x[0], x[1], y[0], y[1]),
        ["proportions"] = static (x, y) => TwoProportions.Compare(x[0], x[0] + x[1], y[0], y[0] + y[1]),
        ["psi"] = static (x, y) => PopulationStabilityIndex.Compare(x, y),
        ["kl"] = static (x, y) => KullbackLeibler.Compare(x, y),
        ["js"] = static (x, y) => JensenShannon.Compare(x, y),
        ["hellinger"] = static (x, y) => Hellinger.Compare(x, y),
        ["tv"] = static (x, y) => TotalVariation.Compare(x, y, 9),
        ["l-infinity"] = static (x, y) => LInfinity.Compare(x, y, 9),
        ["mann-whitney"] = static (x, y) => MannWhitney.CompareBinned(x, y),
    };

    [Theory]
    [MemberData(nameof(SampleTests))]
    public void SampleTest_AnyNumbers_GivesAResult(string name) =>
        Gen.Select(Sample, Sample).Sample((x, y) => IsSound(OfSamples[name](x, y)), iter: 300, seed: "0N0XIzNsQ0O2", threads: 1);

    [Theory]
    [MemberData(nameof(CountTests))]
    public void CountTest_AnyCounts_GivesAResult(string name) =>
        Gen.Select(Counts, Counts).Sample((x, y) => IsSound(OfCounts[name](x, y)), iter: 300, seed: "0N0XIzNsQ0O2", threads: 1);

    [Fact]
    public void Presets_AnyNumbers_GiveAVerdict() => Gen.Select(Sample, Sample).Sample(
        static (x, y) =>
        {
            foreach (string method in (string[])["ks", "wasserstein", "psi", "kl_div", "jensenshannon", "hellinger", "chisquare", "z", "es", "t_test", "ed"])
            {
                EvidentlyPreset.Numeric(x, y, method);
                EvidentlyPreset.Numeric(x, y, method, PresetCompatibility.Strict);
            }

            NannyMLPreset.Numeric(x, y);
            NannyMLPreset.Numeric(x, y, "wasserstein");
            SageMakerPreset.Numeric(x, y);
        },
        iter: 100,
        seed: "0N0XIzNsQ0O2",
        threads: 1);

    private static bool IsSound(TwoSampleResult result) =>
        !result.HasEnoughData || (result.PValue is >= 0 and <= 1 && (result.EffectSize >= 0 || double.IsNaN(result.EffectSize)));
}
