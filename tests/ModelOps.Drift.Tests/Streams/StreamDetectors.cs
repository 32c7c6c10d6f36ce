using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

/// <summary>Every detector, for tests of what they share. All take zeros and ones.</summary>
internal static class StreamDetectors
{
    private static readonly Dictionary<string, Func<StreamDetector>> Makers = new(StringComparer.Ordinal)
    {
        ["adwin"] = () => new Adwin(),
        ["adwin-legacy"] = () => new Adwin(0.1, 4, 6, 2, AdwinCompatibility.RiverLegacy),
        ["page-hinkley"] = () => new PageHinkley(threshold: 10),
        ["page-hinkley-both"] = () => new PageHinkley(10, 0.01, 5, 0.99, ChangeDirection.Both),
        ["ddm"] = () => new Ddm(),
        ["eddm"] = () => new Eddm(warmUp: 10),
        ["rddm"] = () => new Rddm(30, maxConcept: 200, minStable: 50, warningLimit: 40),
        ["hddm-a"] = () => new HddmA(twoSided: true),
        ["hddm-w"] = () => new HddmW(twoSided: true),
        ["kswin"] = () => new Kswin(),
        ["kswin-seeded"] = () => new Kswin(0.01, 50, 20, seed: 7),
        ["cusum"] = () => new Cusum(0.3, 0.5),
        ["cusum-learning"] = () => Cusum.Learning(warmUp: 40),
        ["ewma-chart"] = () => new EwmaChart(0.3, 0.5),
        ["ewma-chart-learning"] = () => EwmaChart.Learning(warmUp: 40),
        ["periodic-alarm"] = () => new PeriodicAlarm(37),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    public static StreamDetector Make(string name) => Makers[name]();

    /// <summary>Outcomes whose rate is 0.2 and moves to 0.8 after two fifths, and back.</summary>
    public static double[] Outcomes(Random random, int count)
    {
        var stream = new double[count];
        for (int i = 0; i < count; i++)
        {
            stream[i] = random.NextDouble() < (i * 5 / count is 2 or 3 ? 0.8 : 0.2) ? 1 : 0;
        }

        return stream;
    }
}
