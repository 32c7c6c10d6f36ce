using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Power;

/// <summary>A change of the smallest detectable size that a detector announces must be found about as often as announced: 80%.</summary>
public sealed class AnnouncedPowerTests
{
    private const double Alpha = 0.01;
    private const double Power = 0.8;

    // How the shares of ten even categories may move: by unlike amounts up here and down there, or to one from all others.
    private static readonly double[] Many = [1, -1, 0.5, -0.5, 0.8, -0.8, 0.2, -0.2, 0.6, -0.6];
    private static readonly double[] One = [1, .. Enumerable.Repeat(-1 / 9.0, 9)];

    public static TheoryData<string, int, int> Binned => new(
        from detector in DriftAnalyzer.DefaultDetectors()
        where detector.Supports(FeatureKind.Categorical)
        from size in ((int, int)[])[(2000, 1000), (1000, 200), (300, 300)]
        select (detector.Name, size.Item1, size.Item2));

    [Theory]
    [MemberData(nameof(Binned))]
    public void Measure_SharesAtTheEffect_AlarmsAsAnnounced(string name, int n, int m)
    {
        IDriftDetector detector = Array.Find(DriftAnalyzer.DefaultDetectors(), one => one.Name == name)!;
        double[] pattern = name == DriftDetectorNames.LInfinity ? One : Many;
        double[] still = Shares(pattern, 0);
        FeatureProfile even = Profile(still, n, null);
        FeatureProfile same = Profile(still, m, null);
        double critical = detector.CriticalValue(Alpha, even, same);
        double effect = detector.MinimumDetectableEffect(critical, Alpha, Power, even, same);
        double[] moved = Shares(pattern, MoveOf(detector, pattern, effect, n, m));

        var random = new Random(51);
        int runs = name == DriftDetectorNames.LInfinity ? 100 : 400;
        int alarms = Enumerable.Range(0, runs).Count(_ =>
            detector.Measure(Profile(still, n, random), Profile(moved, m, random)).PValue <= Alpha);

        // The two largest differences are bounded, not known: what they announce is revealed at least so often.
        bool bound = name is DriftDetectorNames.TotalVariation or DriftDetectorNames.LInfinity;
        Assert.True(alarms >= 0.72 * runs && (bound || alarms <= 0.9 * runs), $"{name} at {n} and {m}: effect {effect:F4}, {alarms} of {runs}");
    }

    [Theory]
    [InlineData(2000, 1000)]
    [InlineData(1000, 200)]
    [InlineData(300, 300)]
    public void Wasserstein_MeanMovedByTheEffect_AlarmsAsAnnounced(int n, int m)
    {
        var detector = new WassersteinDetector();
        var random = new Random(52);
        const int Runs = 100;
        int alarms = 0;
        for (int run = 0; run < Runs; run++)
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Normal(random, n)).Build();
            FeatureProfile same = new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Normal(random, m)).Build().Features[0];
            double critical = detector.CriticalValue(Alpha, reference.Features[0], same);
            double effect = detector.MinimumDetectableEffect(critical, Alpha, Power, reference.Features[0], same);
            FeatureProfile moved = new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Normal(random, m, effect)).Build().Features[0];
            alarms += detector.Measure(reference.Features[0], moved).PValue <= Alpha ? 1 : 0;
        }

        Assert.InRange(alarms, 0.72 * Runs, Runs);
    }

    // The move whose effect is the wanted one, in samples so large that nothing is left to chance.
    private static double MoveOf(IDriftDetector detector, double[] pattern, double effect, int n, int m)
    {
        const int Times = 100_000;
        double largest = -0.099 / pattern.Min();
        double low = 0;
        double high = largest;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            FeatureProfile reference = Profile(Shares(pattern, 0), (long)n * Times, null);
            double measured = detector.Name == DriftDetectorNames.LInfinity
                ? middle
                : detector.Measure(reference, Profile(Shares(pattern, middle), (long)m * Times, null)).EffectSize;
            (low, high) = measured < effect ? (middle, high) : (low, middle);
        }

        Assert.True(high < largest, $"{detector.Name}: no move of ten categories has an effect of {effect:F3}");
        return low;
    }

    private static double[] Shares(double[] pattern, double move) => [.. pattern.Select(part => 0.1 + (move * part))];

    // Counts drawn from shares, or without chance those expected.
    private static CategoricalFeatureProfile Profile(double[] shares, long count, Random? random)
    {
        var counts = new long[shares.Length + 1];
        if (random is null)
        {
            for (int i = 0; i < shares.Length; i++) { counts[i] = (long)Math.Round(shares[i] * count); }
        }
        else
        {
            CountDealer.Deal([.. shares.Select(static share => (long)(share * (1L << 50)))], count, counts.AsSpan(0, shares.Length), random);
        }

        return new CategoricalFeatureProfile("x", [.. Enumerable.Range(0, shares.Length).Select(static i => $"c{i}")], counts, 0);
    }
}
