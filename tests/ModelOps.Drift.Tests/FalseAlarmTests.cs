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

    // Profiles choose their bins from the reference itself, and group them by pooled counts: the level must survive that.
    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex, 1000, 300)]
    [InlineData(DriftDetectorNames.ChiSquare, 1000, 300)]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov, 1000, 300)]
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
