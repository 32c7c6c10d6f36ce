using System.Text.Json;
using CsCheck;
using ModelOps.Drift.Performance;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance;

public sealed class CbpeTests
{
    [Fact]
    public void Reference_Auroc_AgreesWithScikitLearn()
    {
        foreach (JsonElement golden in new GoldenFile("performance.json").Of("auroc"))
        {
            int count = golden.Integer("n");
            double[] raw = PortableData.Uniform(3, count);
            double[] uniform = PortableData.Uniform(11, count);
            bool[] labels = [.. raw.Select((score, i) => uniform[i] < Math.Pow(score, golden.Number("power")))];
            double[] scores = golden.Integer("digits") == 0 ? raw : [.. raw.Select(score => Math.Floor(score * golden.Integer("digits")))];
            CbpeReference reference = CbpeReference.Fit(scores, labels, labels, IdentityCalibrator.Instance);
            Assert.Equal(golden.Number("y"), reference.Metric(PerformanceMetricNames.Auroc).Value, 2e-3);
        }
    }

    // Precision's standard error is a binomial's over the predicted positives; accuracy's over all.
    [Fact]
    public void Reference_Deviations_AreThoseOfProportions()
    {
        (double[] scores, bool[] predictions, bool[] labels) = Draw(new Random(1), 5000, 1);
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels);
        (double accuracy, double ofAccuracy) = reference.Metric(PerformanceMetricNames.Accuracy);
        Close.To(Math.Sqrt(accuracy * (1 - accuracy)), ofAccuracy);
        (double precision, double ofPrecision) = reference.Metric(PerformanceMetricNames.Precision);
        double predicted = predictions.Count(static p => p) / 5000.0;
        Close.To(Math.Sqrt(precision * (1 - precision) / predicted), ofPrecision);
        Assert.Throws<KeyNotFoundException>(() => reference.Metric("mae"));
    }

    // Labels are drawn from the probabilities; the inputs move (power), what they mean does not. Three standard errors hold 99.7 %.
    [Theory]
    [InlineData(1, 500)]
    [InlineData(3, 500)]
    [InlineData(0.5, 2000)]
    public void Estimate_KnownTruth_IsWithinItsBand(double power, int rows)
    {
        var random = new Random(7);
        (double[] scores, bool[] predictions, bool[] labels) = Draw(random, 20_000, 1);
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels, IdentityCalibrator.Instance);
        const int Windows = 200;
        var outside = new Dictionary<string, int>();
        for (int window = 0; window < Windows; window++)
        {
            (double[] s, bool[] p, bool[] y) = Draw(random, rows, power);
            PerformanceEstimate estimate = Window(reference, s, p).Estimate();
            CbpeReference truth = CbpeReference.Fit(s, p, y, IdentityCalibrator.Instance);
            foreach (MetricEstimate metric in estimate.Metrics)
            {
                double realised = truth.Metric(metric.Metric).Value;
                outside[metric.Metric] = outside.GetValueOrDefault(metric.Metric) + (realised >= metric.Lower && realised <= metric.Upper ? 0 : 1);
            }
        }

        // Were each outside with probability 0.0027, more than 5 of 200 would be seen once in 40,000 runs.
        Assert.All(outside, metric => Assert.True(metric.Value <= 5, $"{metric.Key}: {metric.Value} of {Windows} outside"));
    }

    [Fact]
    public void Estimate_HarderInputs_AreFoundWorse_SameOnesAreNot()
    {
        var random = new Random(8);
        double[] scores = [.. Enumerable.Range(0, 8000).Select(_ => random.NextDouble() < 0.5 ? 0.05 : 0.95)];
        bool[] labels = Array.ConvertAll(scores, p => random.NextDouble() < p);
        bool[] predictions = Array.ConvertAll(scores, static p => p > 0.5);
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels, IdentityCalibrator.Instance);
        Assert.False(Window(reference, scores[..1000], predictions[..1000]).Estimate().IsWorse);

        double[] unsure = Array.ConvertAll(scores[..1000], static p => p > 0.5 ? 0.6 : 0.4);
        PerformanceEstimate worse = Window(reference, unsure, predictions[..1000]).Estimate();
        Assert.True(worse.IsWorse);
        Assert.Equal(0.6, worse[PerformanceMetricNames.Accuracy].Value, 1e-8);
        Assert.All(worse.Metrics, static metric => Assert.True(metric.IsWorse, metric.Metric));
    }

    [Fact]
    public void Merge_AnySharding_GivesTheSameBits() => Gen.Int[1, 6].Array[50].Sample(shards =>
    {
        (double[] scores, bool[] predictions, bool[] labels) = Draw(new Random(3), 50, 1);
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels);
        CbpeAccumulator whole = Window(reference, scores, predictions);
        var merged = new CbpeAccumulator(reference);
        foreach (IGrouping<int, int> shard in Enumerable.Range(0, 50).GroupBy(i => shards[i]))
        {
            merged.Merge(Window(reference, [.. shard.Select(i => scores[i])], [.. shard.Select(i => predictions[i])]));
        }

        Assert.Equal(whole.Estimate().Metrics, merged.Estimate().Metrics);
    }, iter: 50);

    [Fact]
    public void Estimate_EmptySkippedOrOneClass_IsNaNAndNeverWorse()
    {
        CbpeReference reference = CbpeReference.Fit([0.1, 0.9, 0.8, 0.3], [false, true, true, false], [false, true, false, true]);
        var window = new CbpeAccumulator(reference);
        Assert.All(window.Estimate().Metrics, static metric => Assert.True(double.IsNaN(metric.Value)));
        window.Add(double.NaN, true);
        window.Add(double.PositiveInfinity, true);
        Assert.Equal((0, 2), (window.Estimate().Count, window.Estimate().SkippedCount));
        Assert.False(window.Estimate().IsWorse);
        window.Add(0.2, false);
        Assert.True(double.IsNaN(window.Estimate()[PerformanceMetricNames.Precision].Value));

        CbpeReference oneClass = CbpeReference.Fit([0.5, 0.5], [true, true], [true, true]);
        Assert.True(double.IsNaN(oneClass.Metric(PerformanceMetricNames.Auroc).Value));
        Assert.Throws<KeyNotFoundException>(() => window.Estimate()["mae"]);
        Assert.Throws<ArgumentException>(() => window.Merge(new CbpeAccumulator(oneClass)));
        Assert.Throws<ArgumentException>(static () => CbpeReference.Fit([0.5], [], [true]));
    }

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        (double[] scores, bool[] predictions, bool[] labels) = Draw(new Random(4), 2000, 1);
        CbpeAccumulator window = Window(CbpeReference.Fit(scores, predictions, labels), scores, predictions);
        int row = 0;
        Assert.Equal(0, Allocations.Fewest(() => window.Add(scores[++row % scores.Length], predictions[row % scores.Length])));
    }

    [Fact]
    public void Multiclass_KnownTruth_IsWithinItsBand()
    {
        var random = new Random(9);
        (double[] scores, int[] predictions, int[] labels) = DrawClasses(random, 6000);
        MulticlassCbpeReference reference = MulticlassCbpeReference.Fit(scores, predictions, labels, 3);
        int outside = 0;
        for (int run = 0; run < 50; run++)
        {
            (double[] s, int[] p, int[] y) = DrawClasses(random, 400);
            var window = new MulticlassCbpeAccumulator(reference);
            var rest = new MulticlassCbpeAccumulator(reference);
            for (int row = 0; row < p.Length; row++) { (row % 2 == 0 ? window : rest).Add(s.AsSpan(row * 3, 3), p[row]); }
            window.Merge(rest);
            MulticlassCbpeReference truth = MulticlassCbpeReference.Fit(s, p, y, 3);
            PerformanceEstimate estimate = window.Estimate();
            outside += Inside(estimate[PerformanceMetricNames.Accuracy], truth.Accuracy) ? 0 : 1;
            foreach (string metric in new[] { PerformanceMetricNames.F1, PerformanceMetricNames.Auroc, PerformanceMetricNames.Recall })
            {
                outside += Inside(estimate[metric], truth.Classes.Average(one => one.Metric(metric).Value)) ? 0 : 1;
            }
        }

        Assert.True(outside <= 6, $"{outside} of 200 outside");
        Assert.Throws<ArgumentException>(() => new MulticlassCbpeAccumulator(reference).Add([0.1, 0.2], 0));
        Assert.Throws<ArgumentException>(() => new MulticlassCbpeAccumulator(reference).Add([0.1, 0.2, 0.7], 3));
        Assert.Throws<ArgumentException>(static () => MulticlassCbpeReference.Fit([0.1, 0.9], [0], [2], 2));
    }

    private static bool Inside(MetricEstimate metric, double value) => value >= metric.Lower && value <= metric.Upper;

    private static CbpeAccumulator Window(CbpeReference reference, double[] scores, bool[] predictions)
    {
        var window = new CbpeAccumulator(reference);
        for (int i = 0; i < scores.Length; i++) { window.Add(scores[i], predictions[i]); }
        return window;
    }

    private static (double[] Scores, bool[] Predictions, bool[] Labels) Draw(Random random, int rows, double power)
    {
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => Math.Pow(random.NextDouble(), power))];
        return (scores, Array.ConvertAll(scores, static p => p >= 0.5), Array.ConvertAll(scores, p => random.NextDouble() < p));
    }

    private static (double[] Scores, int[] Predictions, int[] Labels) DrawClasses(Random random, int rows)
    {
        var scores = new double[rows * 3];
        var predictions = new int[rows];
        var labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            double[] weights = [.. Enumerable.Range(0, 3).Select(_ => Math.Pow(random.NextDouble(), 3) + 1e-3)];
            double[] shares = [.. weights.Select(weight => weight / weights.Sum())];
            shares.CopyTo(scores, row * 3);
            predictions[row] = Array.IndexOf(shares, shares.Max());
            double uniform = random.NextDouble();
            labels[row] = uniform < shares[0] ? 0 : uniform < shares[0] + shares[1] ? 1 : 2;
        }

        return (scores, predictions, labels);
    }
}
