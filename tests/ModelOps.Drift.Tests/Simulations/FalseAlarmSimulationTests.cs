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

    private static readonly (int Reference, int Current)[] Sizes =
    [
        (50, 50), (100, 100), (200, 200), (1000, 1000), (10_000, 10_000), (100_000, 100_000), (1000, 50), (100_000, 50), (100_000, 1000), (50, 1000),
    ];

    // Four bins between quantiles of 50 values hold exactly a quarter of them: no law for samples, and 1.7% alarms against many values.
    public static TheoryData<QuietKind, int, int> Cases => new(
        from kind in Enum.GetValues<QuietKind>()
        where kind != QuietKind.Skewed
        from size in Sizes
        where kind != QuietKind.FewBins || size.Reference >= size.Current
        select (kind, size.Reference, size.Current));

    // The edges of 50 values leave too much to chance where there are a thousand beside: 1.6% alarms, and more where the law is skewed.
    public static TheoryData<QuietKind, int, int> NumericCases => new(
        from kind in (QuietKind[])[QuietKind.Continuous, QuietKind.FewBins, QuietKind.FewValues, QuietKind.Ties]
        from size in Sizes
        where size.Reference >= size.Current
        select (kind, size.Reference, size.Current));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnalyticAlarms_NothingChanged_OnePercent(QuietKind kind, int n, int m)
    {
        IDriftDetector[] detectors = [.. Supporting(kind).Where(static detector => !IsSimulated(detector))];
        int[] alarms = Count(detectors, kind, n, m, Runs);
        for (int i = 0; i < detectors.Length; i++) { AssertRate(detectors[i].Name, alarms[i], Runs, CareLeft(detectors[i].Name)); }
    }

    [Theory]
    [MemberData(nameof(NumericCases))]
    public void Wasserstein_NothingChanged_OnePercent(QuietKind kind, int n, int m)
    {
        int runs = Math.Max(400, Runs / 4);
        int[] alarms = Count([new WassersteinDetector()], kind, n, m, runs);
        AssertRate(DriftDetectorNames.Wasserstein, alarms[0], runs, least: 0.003);
    }

    [Theory]
    [InlineData(QuietKind.Continuous, 50, 50)]
    [InlineData(QuietKind.Categories, 1000, 50)]
    [InlineData(QuietKind.Ties, 200, 200)]
    [InlineData(QuietKind.TwoCategories, 1000, 1000)]
    [InlineData(QuietKind.Continuous, 100_000, 100_000)]
    public void LInfinity_NothingChanged_OnePercent(QuietKind kind, int n, int m)
    {
        int runs = Math.Max(100, Runs / 10);
        int[] alarms = Count([new LInfinityDetector()], kind, n, m, runs);

        // Its law has 999 deals from a fixed seed, so the level may be off by three deviations of that too.
        AssertRate(DriftDetectorNames.LInfinity, alarms[0], runs, least: 0, Margin + (3 * Deviation(999)));
    }

    private static bool IsSimulated(IDriftDetector detector) => detector.Name is DriftDetectorNames.LInfinity or DriftDetectorNames.Wasserstein;

    private static IEnumerable<IDriftDetector> Supporting(QuietKind kind)
    {
        FeatureKind feature = kind is QuietKind.Categories or QuietKind.TwoCategories or QuietKind.ManyCategories ? FeatureKind.Categorical : FeatureKind.Numeric;
        return DriftAnalyzer.DefaultDetectors().Where(detector => detector.Supports(feature));
    }

    private static int[] Count(IDriftDetector[] detectors, QuietKind kind, int n, int m, int runs)
    {
        var random = new Random((n * 31) + m + (int)kind);
        int[] alarms = new int[detectors.Length];
        for (int run = 0; run < runs; run++)
        {
            (FeatureProfile reference, FeatureProfile current) = QuietProfiles.Draw(kind, n, m, random);
            for (int i = 0; i < detectors.Length; i++) { alarms[i] += detectors[i].Measure(reference, current).PValue <= Alpha ? 1 : 0; }
        }

        if (Runs > 1000)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Join(", ", detectors.Select((detector, i) => FormattableString.Invariant($"{detector.Name} {100.0 * alarms[i] / runs:F2}%"))) + $" of {runs} looks");
        }

        return alarms;
    }

    // Counts take few different values, so a level of exactly 1% is not to be had; over bins, Kolmogorov-Smirnov is the more careful the fewer there are.
    private static double CareLeft(string name) => name == DriftDetectorNames.KolmogorovSmirnov ? 0 : 0.003;

    private static void AssertRate(string name, int alarms, int runs, double least, double margin = Margin)
    {
        double chance = 3 * Deviation(runs);
        double rate = (double)alarms / runs;
        Assert.True(rate >= least - chance && rate <= Alpha + margin + chance, $"{name}: {alarms} alarms in {runs} looks");
    }

    private static double Deviation(int runs) => Math.Sqrt(Alpha * (1 - Alpha) / runs);
}
