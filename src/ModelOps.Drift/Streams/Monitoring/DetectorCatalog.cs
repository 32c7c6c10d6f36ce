using System.Collections.Frozen;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The detectors that settings can name.</summary>
internal static class DetectorCatalog
{
    private static readonly FrozenDictionary<string, DetectorKind> Kinds = All().ToFrozenDictionary(static kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    internal static IEnumerable<string> Names => Kinds.Keys.Order(StringComparer.Ordinal);

    internal static DetectorKind? Find(string name) => Kinds.GetValueOrDefault(name);

    private static IEnumerable<DetectorKind> All() =>
    [
        new(Adwin.MethodName, DetectorRange.Unit, static settings => MakeAdwin(settings, settings.Number("delta", 0.002)), AdwinThreshold),
        new(PageHinkley.MethodName, DetectorRange.Any, static settings => MakePageHinkley(settings, settings.Number("delta", 0.005), settings.Number("threshold", 50)), PageHinkleyThreshold),
        new(Ddm.MethodName, DetectorRange.Outcome, static settings => new Ddm(settings.Whole("warmUp", 30), settings.Number("warningLevel", 2), settings.Number("driftLevel", 3))),
        new(Eddm.MethodName, DetectorRange.Outcome, static settings =>
            new Eddm(settings.Whole("warmUp", 30), settings.Number("warningShare", 0.95), settings.Number("driftShare", 0.9))),
        new(Rddm.MethodName, DetectorRange.Outcome, static settings => new Rddm(
            settings.Whole("warmUp", 129), settings.Number("warningLevel", 1.773), settings.Number("driftLevel", 2.258), settings.Whole("maxConcept", 40_000),
            settings.Whole("minStable", 7000), settings.Whole("warningLimit", 1400))),
        new(HddmA.MethodName, DetectorRange.Unit, static settings =>
            new HddmA(settings.Number("driftConfidence", 0.001), settings.Number("warningConfidence", 0.005), settings.Flag("twoSided", false))),
        new(HddmW.MethodName, DetectorRange.Unit, static settings => new HddmW(
            settings.Number("driftConfidence", 0.001), settings.Number("warningConfidence", 0.005), settings.Number("lambda", 0.05), settings.Flag("twoSided", false))),
        new(Kswin.MethodName, DetectorRange.Any, static settings => MakeKswin(settings, settings.Number("alpha", 0.005)), KswinThreshold),
        new(Cusum.MethodName, DetectorRange.Any, static settings => MakeCusum(settings, settings.Number("threshold", 5)), CusumThreshold),
        new(EwmaChart.MethodName, DetectorRange.Any, static settings => MakeEwmaChart(settings, settings.Number("limit", 3)), EwmaThreshold),
    ];

    private static Adwin MakeAdwin(DetectorSettings settings, double delta) => new(
        delta, settings.Whole("checkEvery", 32), settings.Whole("minWindow", 10), settings.Whole("minPart", 5), settings.Choice("compatibility", AdwinCompatibility.Moa));

    private static PageHinkley MakePageHinkley(DetectorSettings settings, double delta, double threshold) => new(
        settings.Whole("minCount", 30), delta, threshold, settings.Number("alpha", 0.9999), settings.Choice("direction", ChangeDirection.Increase));

    private static Kswin MakeKswin(DetectorSettings settings, double alpha) => new(
        alpha, settings.Whole("window", 100), settings.Whole("newest", 30), settings.Has("seed") ? settings.Whole("seed", 0) : null);

    private static Cusum MakeCusum(DetectorSettings settings, double threshold)
    {
        double slack = settings.Number("slack", 0.5);
        ChangeDirection direction = settings.Choice("direction", ChangeDirection.Both);
        int warmUp = settings.Whole("warmUp", 500);
        return HasLevel(settings)
            ? new Cusum(settings.Number("mean", 0), settings.Number("deviation", 1), slack, threshold, direction)
            : Cusum.Learning(warmUp, slack, threshold, direction);
    }

    private static EwmaChart MakeEwmaChart(DetectorSettings settings, double limit)
    {
        double lambda = settings.Number("lambda", 0.2);
        double warning = settings.Number("warningLimit", 2);
        int warmUp = settings.Whole("warmUp", 500);
        return HasLevel(settings)
            ? new EwmaChart(settings.Number("mean", 0), settings.Number("deviation", 1), lambda, limit, warning)
            : EwmaChart.Learning(warmUp, lambda, limit, warning);
    }

    private static bool HasLevel(DetectorSettings settings) => settings.Has("mean") | settings.Has("deviation");

    private static DetectorThreshold AdwinThreshold(DetectorSettings settings) => new(
        "delta", 4, static _ => 0.5, static _ => 1e-12, (_, delta) => MakeAdwin(settings, delta), (delta, _) => MakeAdwin(settings, delta));

    private static DetectorThreshold KswinThreshold(DetectorSettings settings) => new(
        "alpha", 400, static _ => 0.1, static _ => 1e-12, (_, alpha) => MakeKswin(settings, alpha), (alpha, _) => MakeKswin(settings, alpha));

    // What is tolerated is half a deviation unless it is said: the default of 0.005 is for values from 0 to 1.
    private static DetectorThreshold PageHinkleyThreshold(DetectorSettings settings) => new(
        "threshold", 1, static level => level.Deviation / 2, static level => level.Deviation * 5000,
        (level, threshold) => MakePageHinkley(settings, settings.Number("delta", level.Deviation / 2), threshold),
        (threshold, sample) => MakePageHinkley(settings, settings.Number("delta", SampleLevel.Of(sample).Deviation / 2), threshold));

    private static DetectorThreshold CusumThreshold(DetectorSettings settings) => new(
        "threshold", 1, static _ => 0.5, static _ => 500,
        (level, threshold) => HasLevel(settings) ? MakeCusum(settings, threshold)
            : new Cusum(level.Mean, level.Deviation, settings.Number("slack", 0.5), threshold, settings.Choice("direction", ChangeDirection.Both)),
        (threshold, sample) => HasLevel(settings) ? MakeCusum(settings, threshold)
            : Learned(Cusum.Learning(sample.Length, settings.Number("slack", 0.5), threshold, settings.Choice("direction", ChangeDirection.Both)), sample));

    private static DetectorThreshold EwmaThreshold(DetectorSettings settings) => new(
        "limit", 1, static _ => 0.5, static _ => 200,
        (level, limit) => HasLevel(settings) ? MakeEwmaChart(settings, limit)
            : new EwmaChart(level.Mean, level.Deviation, settings.Number("lambda", 0.2), limit, settings.Number("warningLimit", 2)),
        (limit, sample) => HasLevel(settings) ? MakeEwmaChart(settings, limit)
            : Learned(EwmaChart.Learning(sample.Length, settings.Number("lambda", 0.2), limit, settings.Number("warningLimit", 2)), sample));

    // Its level is that of the sample, and after an alarm it learns the new one from as many values.
    private static StreamDetector Learned(StreamDetector detector, double[] sample)
    {
        foreach (double value in sample) { detector.Update(value); }
        return detector;
    }
}
