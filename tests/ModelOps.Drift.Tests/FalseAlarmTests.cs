using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests;

/// <summary>Simulates samples without drift: a test at the level of 1% must alarm about once in a hundred times.</summary>
public sealed class FalseAlarmTests
{
    private const double Alpha = 0.01;
    private const int Repetitions = 4000;

    [Theory]
    [InlineData(1000, 100)]
    [InlineData(1000, 1000)]
    [InlineData(3000, 500)]
    public void PopulationStabilityIndex_NoDrift_AlarmsAtItsLevel(int n, int m) => AssertLevel(Rate(n, m, static (x, y) =>
        PopulationStabilityIndex.Compare(Deciles(x), Deciles(y)).PValue));

    [Theory]
    [InlineData(1000, 100)]
    [InlineData(1000, 1000)]
    [InlineData(3000, 500)]
    public void ChiSquare_NoDrift_AlarmsAtItsLevel(int n, int m) => AssertLevel(Rate(n, m, static (x, y) =>
        ChiSquare.Compare(Deciles(x), Deciles(y)).PValue));

    [Theory]
    [InlineData(300, 100)]
    [InlineData(500, 480)]
    [InlineData(2000, 300)]
    public void KolmogorovSmirnov_NoDrift_AlarmsAtItsLevel(int n, int m) => AssertLevel(Rate(n, m, static (x, y) =>
        KolmogorovSmirnov.Compare(x, y).Test.PValue));

    [Theory]
    [InlineData("cramer-von-mises", 50, 50)]
    [InlineData("cramer-von-mises", 1000, 100)]
    [InlineData("epps-singleton", 300, 200)]
    [InlineData("mann-whitney", 50, 50)]
    [InlineData("mann-whitney", 1000, 100)]
    [InlineData("t", 50, 50)]
    [InlineData("welch", 50, 50)]
    [InlineData("welch", 1000, 60)]
    [InlineData("ks-one-sided", 300, 100)]
    [InlineData("anderson-darling", 200, 100)]
    public void SampleTest_NoDrift_AlarmsAtItsLevel(string name, int n, int m) => AssertLevel(Rate(n, m, name switch
    {
        "cramer-von-mises" => static (x, y) => CramerVonMises.Compare(x, y).PValue,
        "epps-singleton" => static (x, y) => EppsSingleton.Compare(x, y).PValue,
        "mann-whitney" => static (x, y) => MannWhitney.Compare(x, y).PValue,
        "t" => static (x, y) => StudentT.Compare(x, y).PValue,
        "welch" => static (x, y) => Welch.Compare(x, y).PValue,
        "ks-one-sided" => static (x, y) => KolmogorovSmirnovOneSided.Compare(x, y, Alternative.CurrentLarger).PValue,
        _ => static (x, y) => AndersonDarling.Compare(x, y).PValue,
    }));

    // Every detector at every size from 50 to 100,000, over the counts its profile would hold: a thousand runs each, so the bound is that of a
    // binomial count at 1% (three deviations); binning may only make a test more careful.
    [Theory]
    [InlineData(50, 50)]
    [InlineData(200, 50)]
    [InlineData(1000, 1000)]
    [InlineData(10_000, 1000)]
    [InlineData(100_000, 300)]
    [InlineData(100_000, 100_000)]
    public void EveryDetector_NoDrift_KeepsItsLevel(int n, int m)
    {
        const int Runs = 1000;
        var random = new Random(77);
        IDriftDetector[] detectors = [.. DriftAnalyzer.DefaultDetectors().Where(static d => d.Supports(FeatureKind.Categorical))];
        var alarms = new int[detectors.Length];
        for (int run = 0; run < Runs; run++)
        {
            var pooled = new long[12];
            for (int i = 0; i < pooled.Length; i++) { pooled[i] = (long)((n + m) * (i + 1) / 78.0) + (i == 11 ? 3 : 0); }
            var current = new long[pooled.Length];
            CountDealer.Deal(pooled, m, current, random);
            long[] reference = [.. pooled.Select((count, i) => count - current[i])];
            (FeatureProfile x, FeatureProfile y) = (Categories(reference), Categories(current));
            for (int i = 0; i < detectors.Length; i++)
            {
                // A simulated law is slow; a tenth of the runs must do for it.
                bool simulated = detectors[i].Name == DriftDetectorNames.LInfinity;
                alarms[i] += (!simulated || run % 10 == 0) && detectors[i].Measure(x, y).PValue <= Alpha ? (simulated ? 10 : 1) : 0;
            }
        }

        for (int i = 0; i < detectors.Length; i++)
        {
            double most = detectors[i].Name == DriftDetectorNames.LInfinity ? 0.05 : 0.0195;
            Assert.True(alarms[i] <= most * Runs, $"{detectors[i].Name} at {n} and {m}: {alarms[i]} of {Runs}");
        }
    }

    // The same for what only numbers have, over 64 bins; Kolmogorov-Smirnov is more careful on bins than on values.
    [Theory]
    [InlineData(50, 50)]
    [InlineData(1000, 1000)]
    [InlineData(10_000, 200)]
    [InlineData(100_000, 100_000)]
    public void NumericDetectors_NoDrift_KeepTheirLevel(int n, int m)
    {
        const int Runs = 1000;
        var random = new Random(78);
        IDriftDetector[] detectors = [new KolmogorovSmirnovDetector(), new MannWhitneyDetector(), new WassersteinDetector(199)];
        var alarms = new int[detectors.Length];
        for (int run = 0; run < Runs; run++)
        {
            var pooled = new long[64];
            for (int i = 0; i < n + m; i++) { pooled[(int)(64 * ((i + 0.5) / (n + m)))]++; }
            var current = new long[pooled.Length];
            CountDealer.Deal(pooled, m, current, random);
            long[] reference = [.. pooled.Select((count, i) => count - current[i])];
            (FeatureProfile x, FeatureProfile y) = (Numbers(reference), Numbers(current));
            for (int i = 0; i < detectors.Length; i++) { alarms[i] += detectors[i].Measure(x, y).PValue <= Alpha ? 1 : 0; }
        }

        for (int i = 0; i < detectors.Length; i++)
        {
            Assert.True(alarms[i] <= 0.0195 * Runs, $"{detectors[i].Name} at {n} and {m}: {alarms[i]} of {Runs}");
        }

        Assert.True(alarms[1] >= 0.003 * Runs, $"Mann-Whitney at {n} and {m}: {alarms[1]} of {Runs}");
    }

    // Power must rise with the shift and with the sample, and reach nearly everything.
    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex)]
    [InlineData(DriftDetectorNames.JensenShannon)]
    [InlineData(DriftDetectorNames.ChiSquare)]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov)]
    [InlineData(DriftDetectorNames.Welch)]
    [InlineData(DriftDetectorNames.MannWhitney)]
    public void PowerCurve_RisesWithShiftAndSize(string name)
    {
        IDriftDetector detector = Array.Find(DriftAnalyzer.DefaultDetectors(), d => d.Name == name)!;
        double Power(int m, double shift) => Rate(500, m, (x, y) => Measure(detector, x, y).PValue, repetitions: 150, shift: shift);
        double[] byShift = [.. new[] { 0, 0.2, 0.4, 0.8 }.Select(shift => Power(200, shift))];
        double[] bySize = [.. new[] { 50, 200, 800 }.Select(m => Power(m, 0.3))];
        Assert.Equal(byShift.Order(), byShift);
        Assert.Equal(bySize.Order(), bySize);
        Assert.InRange(byShift[0], 0, 0.04);
        Assert.InRange(byShift[^1], 0.98, 1);
    }

    private static NumericFeatureProfile Numbers(long[] counts)
    {
        double[] edges = [.. Enumerable.Range(0, counts.Length - 1).Select(static i => (double)i)];
        long total = counts.Sum();
        var bins = new NumericFeatureProfile("x", edges);
        return bins.With(counts, ExactSums.FromMoments(bins.Grid, total, 31.5, total * 340.0), -1, counts.Length - 1, 0, 0);
    }

    private static CategoricalFeatureProfile Categories(long[] counts) =>
        new("x", [.. Enumerable.Range(0, counts.Length - 1).Select(static i => $"c{i:D2}")], counts, 0);

    // Profiles choose their bins from the reference itself, and group them by pooled counts: the level must survive that.
    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex, 1000, 300)]
    [InlineData(DriftDetectorNames.ChiSquare, 1000, 300)]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov, 1000, 300)]
    [InlineData(DriftDetectorNames.JensenShannon, 1000, 300)]
    [InlineData(DriftDetectorNames.KullbackLeibler, 1000, 300)]
    [InlineData(DriftDetectorNames.Hellinger, 1000, 300)]
    [InlineData(DriftDetectorNames.GTest, 1000, 300)]
    [InlineData(DriftDetectorNames.Welch, 1000, 300)]
    [InlineData(DriftDetectorNames.Welch, 100, 50)]
    [InlineData(DriftDetectorNames.MannWhitney, 1000, 300)]
    [InlineData(DriftDetectorNames.MannWhitney, 100, 50)]
    public void Detector_NoDrift_AlarmsAtItsLevel(string name, int n, int m)
    {
        IDriftDetector detector = Array.Find(DriftAnalyzer.DefaultDetectors(), d => d.Name == name)!;
        AssertLevel(Rate(n, m, (x, y) => Measure(detector, x, y).PValue));
    }

    [Fact]
    public void WassersteinDetector_NoDrift_AlarmsAtItsLevel()
    {
        var detector = new WassersteinDetector(499);
        double rate = Rate(400, 200, (x, y) => Measure(detector, x, y).PValue, repetitions: 1500, alpha: 0.05);
        Assert.InRange(rate, 0.035, 0.065);
    }

    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex)]
    [InlineData(DriftDetectorNames.ChiSquare)]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov)]
    [InlineData(DriftDetectorNames.Wasserstein)]
    [InlineData(DriftDetectorNames.GTest)]
    [InlineData(DriftDetectorNames.JensenShannon)]
    [InlineData(DriftDetectorNames.KullbackLeibler)]
    [InlineData(DriftDetectorNames.Hellinger)]
    [InlineData(DriftDetectorNames.TotalVariation)]
    [InlineData(DriftDetectorNames.Welch)]
    [InlineData(DriftDetectorNames.MannWhitney)]
    public void Detector_ShiftOfAThirdOfADeviation_IsMostlyFound(string name)
    {
        IDriftDetector detector = name == DriftDetectorNames.Wasserstein
            ? new WassersteinDetector(499)
            : Array.Find(DriftAnalyzer.DefaultDetectors(), d => d.Name == name)!;
        double power = Rate(1000, 500, (x, y) => Measure(detector, x, y).PValue, repetitions: 200, shift: 0.33);
        Assert.InRange(power, 0.95, 1);
    }

    private static TwoSampleResult Measure(IDriftDetector detector, double[] x, double[] y)
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", x).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", y).Build();
        return detector.Measure(reference.Features[0], current.Features[0]);
    }

    private static double Rate(
        int n, int m, Func<double[], double[], double> pValue, int repetitions = Repetitions, double alpha = Alpha, double shift = 0)
    {
        var random = new Random(20260);
        int alarms = 0;
        for (int i = 0; i < repetitions; i++)
        {
            alarms += pValue(PortableData.Normal(random, n), PortableData.Normal(random, m, shift)) <= alpha ? 1 : 0;
        }

        return (double)alarms / repetitions;
    }

    private static void AssertLevel(double rate) => Assert.InRange(rate, 0.005, 0.015);

    private static long[] Deciles(double[] values)
    {
        double[] edges = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];
        var counts = new long[10];
        foreach (double value in values) { counts[edges.Count(edge => edge <= value)]++; }
        return counts;
    }
}
