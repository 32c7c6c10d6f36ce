using ModelOps.Drift.Performance;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance;

public sealed class DleTests
{
    // Errors grow with the first feature. Windows move along it; the truth is drawn alike everywhere.
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0.7, 1, true)]
    [InlineData(0, 0.3, false)]
    public void Estimate_KnownTruth_IsWithinItsBand(double from, double to, bool worse)
    {
        var random = new Random(5);
        DleReference reference = Fit(Draw(random, 4000, 0, 1));
        int outside = 0;
        int alarms = 0;
        const int Windows = 100;
        for (int window = 0; window < Windows; window++)
        {
            (double[] features, double[] predictions, double[] labels) = Draw(random, 300, from, to);
            PerformanceEstimate estimate = Window(reference, features, predictions).Estimate();
            double[] errors = [.. predictions.Zip(labels, static (p, y) => Math.Abs(p - y))];
            outside += Inside(estimate[PerformanceMetricNames.MeanAbsoluteError], errors.Average()) ? 0 : 1;
            outside += Inside(estimate[PerformanceMetricNames.MeanSquaredError], errors.Average(static e => e * e)) ? 0 : 1;
            outside += Inside(estimate[PerformanceMetricNames.RootMeanSquaredError], Math.Sqrt(errors.Average(static e => e * e))) ? 0 : 1;
            outside += Inside(estimate[PerformanceMetricNames.MeanAbsolutePercentageError], errors.Zip(labels, static (e, y) => e / Math.Abs(y)).Average()) ? 0 : 1;
            alarms += estimate.IsWorse ? 1 : 0;
        }

        Assert.True(outside <= 8, $"{outside} of {4 * Windows} outside");
        Assert.Equal(worse ? Windows : 0, alarms);
    }

    [Fact]
    public void Stumps_StepAndMissing_AreLearnt()
    {
        double[] rows = [.. Enumerable.Range(0, 300).Select(static i => i % 3 == 0 ? double.NaN : i)];
        double[] errors = [.. rows.Select(static x => double.IsNaN(x) ? 9.0 : x < 150 ? 1 : 4)];
        IErrorModel model = new BoostedStumpsTrainer(400).Fit(rows, errors, 1);
        Assert.Equal(9, model.Predict([double.NaN]), 0.05);
        Assert.Equal(1, model.Predict([20]), 0.05);
        Assert.Equal(4, model.Predict([1e9]), 0.05);
        Assert.Equal(7, new BoostedStumpsTrainer().Fit([1, 1, 1], [7, 7, 7], 1).Predict([5]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BoostedStumpsTrainer(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BoostedStumpsTrainer(10, 0));
        Assert.Throws<ArgumentException>(static () => new BoostedStumpsTrainer().Fit([1, 2, 3], [1], 1));
    }

    [Fact]
    public void Merge_AnySharding_GivesTheSameBits()
    {
        (double[] features, double[] predictions, double[] labels) = Draw(new Random(6), 300, 0, 1);
        DleReference reference = DleReference.Fit(features, predictions, labels);
        PerformanceEstimate whole = Window(reference, features, predictions).Estimate();
        var merged = new DleAccumulator(reference);
        foreach (int[] shard in Enumerable.Range(0, 300).Reverse().Chunk(37))
        {
            var part = new DleAccumulator(reference);
            foreach (int row in shard) { part.Add(features.AsSpan(row * 2, 2), predictions[row]); }
            merged.Merge(part);
        }

        Assert.Equal(whole.Metrics, merged.Estimate().Metrics);
        Assert.Throws<ArgumentException>(() => merged.Merge(new DleAccumulator(Fit((features, predictions, labels)))));
    }

    [Fact]
    public void Estimate_EmptySkippedOrPerfect_IsDefined()
    {
        DleReference perfect = DleReference.Fit([1, 2, 3], [0, 0, 0], [0, 0, 0]);
        var window = new DleAccumulator(perfect);
        Assert.True(double.IsNaN(window.Estimate()[PerformanceMetricNames.MeanAbsoluteError].Value));
        window.Add([double.NaN], 0);
        window.Add([1], double.NaN);
        PerformanceEstimate estimate = window.Estimate();
        Assert.Equal((1, 1), (estimate.Count, estimate.SkippedCount));
        Assert.Equal(0, estimate[PerformanceMetricNames.RootMeanSquaredError].Value);
        Assert.DoesNotContain(PerformanceMetricNames.MeanAbsolutePercentageError, estimate.Metrics.Select(static metric => metric.Metric));
        Assert.False(estimate.IsWorse);
        Assert.Throws<ArgumentException>(() => window.Add([1, 2], 0));
        Assert.Throws<ArgumentException>(static () => DleReference.Fit([1], [double.NaN], [1]));
        Assert.Throws<ArgumentException>(static () => DleReference.Fit([1, 2, 3], [1, 2], [1, 2]));
    }

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        (double[] features, double[] predictions, double[] labels) = Draw(new Random(7), 500, 0, 1);
        DleAccumulator window = Window(DleReference.Fit(features, predictions, labels), features, predictions);
        int row = 0;
        Assert.Equal(0, Allocations.Fewest(() => window.Add(features.AsSpan(++row % predictions.Length * 2, 2), predictions[row % predictions.Length])));
    }

    private static bool Inside(MetricEstimate metric, double value) => value >= metric.Lower && value <= metric.Upper;

    private static DleReference Fit((double[] Features, double[] Predictions, double[] Labels) data) =>
        DleReference.Fit(data.Features, data.Predictions, data.Labels);

    private static DleAccumulator Window(DleReference reference, double[] features, double[] predictions)
    {
        var window = new DleAccumulator(reference);
        for (int row = 0; row < predictions.Length; row++) { window.Add(features.AsSpan(row * 2, 2), predictions[row]); }
        return window;
    }

    private static (double[] Features, double[] Predictions, double[] Labels) Draw(Random random, int rows, double from, double to)
    {
        double[] features = [.. Enumerable.Range(0, rows * 2).Select(i => i % 2 == 0 ? from + ((to - from) * random.NextDouble()) : random.NextDouble())];
        double[] predictions = [.. Enumerable.Range(0, rows).Select(row => 20 + features[(row * 2) + 1])];
        double[] noise = PortableData.Normal(random, rows);
        return (features, predictions, [.. predictions.Select((p, row) => p + ((0.2 + (2 * features[row * 2])) * noise[row]))]);
    }
}
