using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Simulations;

/// <summary>A thousand features at once: the correction must keep its promise over all of them together.</summary>
public sealed class ManyFeaturesTests
{
    private const int Features = 1000;
    private const int Values = 2000;

    [Fact]
    public void Compare_NothingChanged_HardlyEverAnAlarm()
    {
        const int Runs = 20;
        var random = new Random(1);
        DriftAnalyzer analyzer = Analyzer();
        int alarms = Enumerable.Range(0, Runs).Count(_ => Compare(analyzer, random, drifted: 0).HasDrifted);

        // Without the correction every single run would have about ten.
        Assert.InRange(alarms, 0, 2);
    }

    [Fact]
    public void Compare_HundredDrifted_FalseDiscoveriesWithinTheRate()
    {
        const int Runs = 10;
        const int Drifted = 100;
        var random = new Random(2);
        DriftAnalyzer analyzer = Analyzer();
        int found = 0;
        double falseShare = 0;
        for (int run = 0; run < Runs; run++)
        {
            FeatureDrift[] alarms = [.. Compare(analyzer, random, Drifted).Features.Where(static feature => feature.Verdict == DriftVerdict.Drifted)];
            int mistaken = alarms.Count(static feature => feature.Feature.StartsWith("quiet", StringComparison.Ordinal));
            found += alarms.Length - mistaken;
            falseShare += alarms.Length == 0 ? 0 : (double)mistaken / alarms.Length / Runs;
        }

        Assert.True(found >= 0.9 * Runs * Drifted, $"found {found} of {Runs * Drifted}");
        Assert.InRange(falseShare, 0, 0.015);
    }

    private static DriftAnalyzer Analyzer()
    {
        // Any significant change is to count, however small: the correction alone is on trial.
        var options = new DriftOptions { Correction = MultipleTestingCorrection.BenjaminiHochberg };
        options.MinimumEffects[options.NumericDetector] = 0;
        return new DriftAnalyzer(options);
    }

    private static DriftReport Compare(DriftAnalyzer analyzer, Random random, int drifted)
    {
        var references = new List<FeatureProfile>();
        var currents = new List<FeatureProfile>();
        for (int i = 0; i < Features; i++)
        {
            string name = i < drifted ? $"drifted {i:D4}" : $"quiet {i:D4}";
            (FeatureProfile reference, FeatureProfile current) = QuietProfiles.Numeric(Values, Values, random, name, stretch: i < drifted ? 1.4 : 1);
            references.Add(reference);
            currents.Add(current);
        }

        return analyzer.Compare(new DatasetProfile(references), new DatasetProfile(currents));
    }
}
