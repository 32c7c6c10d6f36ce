using System.Globalization;
using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Simulations;

/// <summary>Every default alarm, where nothing changed, at sizes from 50 to 100,000: it must go off in 1% of the looks, give or take half a percent.</summary>
/// <remarks>The everyday run allows for its own chance besides: three deviations of a binomial count. <c>MODELOPS_DRIFT_SIMULATIONS=100000</c> is the long mode, which leaves little.</remarks>
public sealed class FalseAlarmSimulationTests
{
    private const double Alpha = 0.01;
    private const double Margin = 0.005;

    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("MODELOPS_DRIFT_SIMULATIONS"), CultureInfo.InvariantCulture, out int runs) ? runs : 1000;

    public static TheoryData<int, FeatureKind> Cases => new(
        from size in (int[])[50, 500, 5_000, 100_000]
        from kind in Enum.GetValues<FeatureKind>()
        select (size, kind));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnalyticAlarms_NothingChanged_OnePercent(int size, FeatureKind kind)
    {
        IDriftDetector[] detectors = [.. DriftAnalyzer.DefaultDetectors().Where(detector => detector.Supports(kind) && !IsSimulated(detector))];
        int[] alarms = new int[detectors.Length];
        var random = new Random(size + (int)kind);
        for (int run = 0; run < Runs; run++)
        {
            (FeatureProfile reference, FeatureProfile current) = Draw(kind, size, random);
            for (int i = 0; i < detectors.Length; i++) { alarms[i] += detectors[i].Measure(reference, current).PValue <= Alpha ? 1 : 0; }
        }

        for (int i = 0; i < detectors.Length; i++) { AssertRate(detectors[i].Name, alarms[i], Runs, CareLeft(detectors[i].Name, size)); }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SimulatedAlarms_NothingChanged_OnePercent(int size, FeatureKind kind)
    {
        int runs = Math.Max(100, Runs / 10);
        IDriftDetector[] detectors = [new TotalVariationDetector(), new LInfinityDetector()];
        int[] alarms = new int[detectors.Length];
        var random = new Random(size + (int)kind + 1);
        for (int run = 0; run < runs; run++)
        {
            (FeatureProfile reference, FeatureProfile current) = Draw(kind, size, random);
            for (int i = 0; i < detectors.Length; i++) { alarms[i] += detectors[i].Measure(reference, current).PValue <= Alpha ? 1 : 0; }
        }

        // Their own law has 999 deals from a fixed seed, so a level may be off by three deviations of that too.
        for (int i = 0; i < detectors.Length; i++) { AssertRate(detectors[i].Name, alarms[i], runs, least: 0, Margin + (3 * Deviation(999))); }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Wasserstein_NothingChanged_OnePercent(int size)
    {
        // The critical value of 9,999 bridges is nearly the same for all pairs of a size, and takes long: it is found once.
        var random = new Random(size);
        (FeatureProfile reference, FeatureProfile current) = Draw(FeatureKind.Numeric, size, random);
        double critical = new WassersteinDetector().CriticalValue(Alpha, reference, current);
        var detector = new WassersteinDetector(99);
        int runs = Math.Max(400, Runs / 2);
        int alarms = 0;
        for (int run = 0; run < runs; run++)
        {
            (reference, current) = Draw(FeatureKind.Numeric, size, random);
            alarms += detector.Measure(reference, current).Statistic > critical ? 1 : 0;
        }

        AssertRate(DriftDetectorNames.Wasserstein, alarms, runs, least: 0.002);
    }

    private static bool IsSimulated(IDriftDetector detector) =>
        detector.Name is DriftDetectorNames.TotalVariation or DriftDetectorNames.LInfinity or DriftDetectorNames.Wasserstein;

    private static (FeatureProfile Reference, FeatureProfile Current) Draw(FeatureKind kind, int size, Random random) =>
        kind == FeatureKind.Numeric ? QuietProfiles.Numeric(size, size, random) : QuietProfiles.Categorical(size, size, random);

    // At 50 values counts take few different values, so a level of exactly 1% is not to be had, and Hellinger's square root is the most careful; over bins, Kolmogorov-Smirnov is.
    private static double CareLeft(string name, int size) => size == 50 || name == DriftDetectorNames.KolmogorovSmirnov ? 0.002 : Alpha - Margin;

    private static void AssertRate(string name, int alarms, int runs, double least, double margin = Margin)
    {
        double chance = 3 * Deviation(runs);
        double rate = (double)alarms / runs;
        Assert.True(rate >= least - chance && rate <= Alpha + margin + chance, $"{name}: {alarms} alarms in {runs} looks");
    }

    private static double Deviation(int runs) => Math.Sqrt(Alpha * (1 - Alpha) / runs);
}
