using ModelOps.Drift.Detectors;
using ModelOps.Drift.Power;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Power;

public sealed class MinimumDetectableEffectTests
{
    // Cohen's table: at level 0.05 and power 0.8, 64 values a side reveal half a deviation.
    [Fact]
    public void MeanDifference_CohensTable_Agrees() => Assert.Equal(0.5, MinimumDetectableEffect.MeanDifference(0.05, 0.8, 64, 64), 0.005);

    // G*Power: w 0.3 needs 88 values in all at 1 degree of freedom, level 0.05 and power 0.8; V equals w in a table of two rows.
    [Fact]
    public void CramersV_PublishedSize_Agrees() => Assert.Equal(0.3, MinimumDetectableEffect.CramersV(0.05, 0.8, 2, 44, 44), 0.002);

    [Fact]
    public void PopulationStabilityIndex_AtTheEffect_AlarmsAsOftenAsPromised()
    {
        double index = MinimumDetectableEffect.PopulationStabilityIndex(0.01, 0.8, 4, 2000, 1000);
        double move = Move(index);
        double power = Rate(2000, 1000, [0.25 + move, 0.25, 0.25, 0.25 - move], static (x, y) => PopulationStabilityIndex.Compare(x, y).PValue);
        Assert.InRange(power, 0.75, 0.85);
    }

    [Theory]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov)]
    [InlineData(DriftDetectorNames.Welch)]
    [InlineData(DriftDetectorNames.MannWhitney)]
    public void Detector_AtTheEffect_AlarmsAtLeastAsOftenAsPromised(string name)
    {
        IDriftDetector detector = Array.Find(DriftAnalyzer.DefaultDetectors(), d => d.Name == name)!;
        var random = new Random(31);
        int alarms = 0;
        const int Runs = 300;
        for (int run = 0; run < Runs; run++)
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", Uniform(random, 1500, 0)).Build();
            FeatureProfile same = new DatasetProfileBuilder(reference).AddNumeric("x", Uniform(random, 600, 0)).Build().Features[0];
            double critical = detector.CriticalValue(0.01, reference.Features[0], same);
            double effect = detector.MinimumDetectableEffect(critical, 0.01, 0.8, reference.Features[0], same);
            double shift = name switch
            {
                DriftDetectorNames.Welch => effect / Math.Sqrt(12),
                DriftDetectorNames.MannWhitney => 1 - Math.Sqrt(1 - effect), // a shift s of a uniform law has correlation 1 - (1 - s)²
                _ => effect,
            };
            FeatureProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", Uniform(random, 600, shift)).Build().Features[0];
            alarms += detector.Measure(reference.Features[0], current).PValue <= 0.01 ? 1 : 0;
        }

        Assert.InRange(alarms / (double)Runs, 0.73, 1);
    }

    [Fact]
    public void EveryDetector_SaysWhatItWouldCatch()
    {
        DatasetProfile numbers = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(1, 1000)).Build();
        DatasetProfile names = new DatasetProfileBuilder().AddCategorical("x", [.. Enumerable.Range(0, 1000).Select(static i => $"c{i % 7}")]).Build();
        foreach (IDriftDetector detector in DriftAnalyzer.DefaultDetectors())
        {
            foreach (FeatureProfile feature in new[] { numbers.Features[0], names.Features[0] }.Where(feature => detector.Supports(feature.Kind)))
            {
                double critical = detector.CriticalValue(0.01, feature, feature);
                double effect = detector.MinimumDetectableEffect(critical, 0.01, 0.8, feature, feature);
                Assert.True(effect is > 0 and < 1, $"{detector.Name} {feature.Kind}: {effect}");
            }
        }
    }

    [Fact]
    public void AnyOf_OutOfRange_IsNaN()
    {
        Assert.True(double.IsNaN(MinimumDetectableEffect.PopulationStabilityIndex(0.01, 0.8, 1, 10, 10)));
        Assert.True(double.IsNaN(MinimumDetectableEffect.PopulationStabilityIndex(0.01, 0.001, 5, 10, 10)));
        Assert.True(double.IsNaN(MinimumDetectableEffect.MeanDifference(0.01, 1, 10, 10)));
        Assert.Equal(1, MinimumDetectableEffect.Distance(0.9, 0.99, 3, 3));
    }

    private static double[] Uniform(Random random, int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + shift)];

    // How much to move between two of four equal bins for an index: PSI = m ln((p+m)/p) + m ln(p/(p-m)).
    private static double Move(double index)
    {
        double low = 0;
        double high = 0.249;
        for (int i = 0; i < 60; i++)
        {
            double m = (low + high) / 2;
            bool more = (m * Math.Log((0.25 + m) / 0.25)) + (m * Math.Log(0.25 / (0.25 - m))) > index;
            (low, high) = more ? (low, m) : (m, high);
        }

        return low;
    }

    private static double Rate(int n, int m, double[] shares, Func<long[], long[], double> pValue)
    {
        var random = new Random(32);
        int alarms = 0;
        for (int run = 0; run < 600; run++)
        {
            alarms += pValue(Draw(random, n, [0.25, 0.25, 0.25, 0.25]), Draw(random, m, shares)) <= 0.01 ? 1 : 0;
        }

        return alarms / 600.0;
    }

    private static long[] Draw(Random random, int count, double[] shares)
    {
        var counts = new long[shares.Length];
        for (int i = 0; i < count; i++)
        {
            double u = random.NextDouble();
            int bin = 0;
            while (bin < shares.Length - 1 && u >= shares[bin]) { u -= shares[bin++]; }
            counts[bin]++;
        }

        return counts;
    }
}
