using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Simulations;

/// <summary>The more a feature changes, and the more values there are, the surer an alarm; where nothing changes there is none.</summary>
public sealed class PowerCurveTests
{
    private const int Runs = 60;

    public static TheoryData<string> Detectors => [.. DriftAnalyzer.DefaultDetectors().Select(static detector => detector.Name)];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Measure_GrowingChange_AlarmsMoreOften(string name)
    {
        int[] alarms = [.. new[] { 1, 1.08, 1.25, 2 }.Select(stretch => Alarms(name, 2000, stretch))];

        Assert.Equal(alarms.Order(), alarms);
        Assert.InRange(alarms[0], 0, 4);
        Assert.Equal(Runs, alarms[^1]);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Measure_GrowingSamples_AlarmMoreOften(string name)
    {
        int[] alarms = [.. new[] { 1001, 4000, 16_000 }.Select(size => Alarms(name, size, 1.1))];

        Assert.Equal(alarms.Order(), alarms);
        Assert.True(alarms[^1] >= 0.95 * Runs, $"{name}: {alarms[^1]} of {Runs}");
    }

    private static int Alarms(string name, int size, double stretch)
    {
        IDriftDetector detector = name == DriftDetectorNames.Wasserstein
            ? new WassersteinDetector(199)
            : Array.Find(DriftAnalyzer.DefaultDetectors(), detector => detector.Name == name)!;
        var random = new Random(size);
        int alarms = 0;
        for (int run = 0; run < Runs; run++)
        {
            (FeatureProfile reference, FeatureProfile current) = QuietProfiles.Numeric(size, size, random, stretch: stretch);

            // Welch looks at means alone, which these profiles draw apart from their counts.
            if (name == DriftDetectorNames.Welch) { current = Moved((NumericFeatureProfile)current, stretch); }
            alarms += detector.Measure(reference, current).PValue <= 0.01 ? 1 : 0;
        }

        return alarms;
    }

    private static NumericFeatureProfile Moved(NumericFeatureProfile profile, double stretch)
    {
        Moments moments = profile.Moments;
        double move = (1 / (stretch + 1)) - 0.5;
        ExactSums sums = ExactSums.FromMoments(profile.Grid, profile.Count, moments.Mean + move, moments.SquaredDeviations);
        return profile.With([.. profile.Counts], sums, 0, 1, 0, 0);
    }
}
