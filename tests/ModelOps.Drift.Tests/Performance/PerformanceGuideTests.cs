using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Performance;

public sealed class PerformanceGuideTests
{
    [Fact]
    public void Guide_Classifier_HarderTrafficIsWorse()
    {
        var random = new Random(1);
        double[] scores = [.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble() < 0.5 ? 0.05 : 0.95)];
        bool[] labels = Array.ConvertAll(scores, p => random.NextDouble() < p);
        PerformanceEstimate estimate = Classifier(
            scores, Array.ConvertAll(scores, static p => p > 0.5), labels, [.. Enumerable.Repeat((0.9f, true), 300), .. Enumerable.Repeat((0.4f, false), 300)]);
        Assert.True(estimate.IsWorse);
    }

    [Fact]
    public void Guide_Regression_NoisierRegionIsWorse()
    {
        double[] features = PortableData.Uniform(1, 2000);
        double[] labels = [.. features.Select(static (x, i) => 10 + (i % 2 == 0 ? x : -x))];
        PerformanceEstimate estimate = Regression(
            features, Array.ConvertAll(features, static _ => 10.0), labels, [.. features.Where(static x => x > 0.8).Take(300).Select(static x => (new[] { x }, 10.0))]);
        Assert.Equal(0.9, estimate[PerformanceMetricNames.MeanAbsoluteError].Value, 0.02);
        Assert.True(estimate[PerformanceMetricNames.MeanAbsoluteError].IsWorse);
    }

    [Fact]
    public void Guide_LateLabels_AreJoined()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        (LabelJoin join, byte[] state) = LateLabels(clock);
        clock.Advance(TimeSpan.FromDays(32));
        RealisedWindow window = Assert.Single(join.TakeFinalWindows());
        Assert.Equal(1, window.Performance[PerformanceMetricNames.Accuracy].Value);
        Assert.NotEmpty(state);
    }

    [Fact]
    public void Guide_JointDrift_IsFoundAndRanked()
    {
        (TwoSampleResult joint, RankedFeatureDrift[] ranked) = Joint(
            PortableData.Uniform(1, 200), PortableData.Uniform(2, 200, 3), new DriftReport { Features = [], Alpha = 0.01, Correction = MultipleTestingCorrection.None });
        Assert.True(joint.PValue <= 0.01);
        Assert.Empty(ranked);
    }

    private static PerformanceEstimate Classifier(double[] scores, bool[] predictions, bool[] labels, (float Score, bool IsPositive)[] traffic)
    {
        // <snippet:docs/guides/performance-without-labels.md#4>
        // Once, on labelled data that the model was not trained on. Calibrates the scores if that helps on hold-outs.
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels);
        byte[] file = CbpeReferenceFile.Write(reference);        // keep it with the model version

        // At serving: one accumulator a writer, merged when the window ends.
        var window = new CbpeAccumulator(CbpeReferenceFile.Read(file));
        foreach ((float score, bool isPositive) in traffic)
        {
            window.Add(score, isPositive);
        }

        PerformanceEstimate estimate = window.Estimate();
        foreach (MetricEstimate metric in estimate.Metrics)
        {
            Console.WriteLine($"{metric.Metric}: {metric.Value:F3} ({metric.Lower:F3} to {metric.Upper:F3}), was {metric.Reference:F3}, worse: {metric.IsWorse}");
        }
        // </snippet>

        return estimate;
    }

    private static PerformanceEstimate Regression(double[] features, double[] predictions, double[] labels, (double[] Features, double Prediction)[] traffic)
    {
        // <snippet:docs/guides/performance-without-labels.md#5>
        DleReference reference = DleReference.Fit(features, predictions, labels, new BoostedStumpsTrainer(rounds: 300));
        var window = new DleAccumulator(reference);
        foreach ((double[] row, double prediction) in traffic)
        {
            window.Add(row, prediction);
        }

        PerformanceEstimate estimate = window.Estimate();
        Console.WriteLine($"MAE {estimate[PerformanceMetricNames.MeanAbsoluteError].Value:F2}");
        // </snippet>

        return estimate;
    }

    private static (LabelJoin Join, byte[] State) LateLabels(TimeProvider clock)
    {
        // <snippet:docs/guides/performance-without-labels.md#6>
        var options = new LabelJoinOptions { TimeToLive = TimeSpan.FromDays(30), Window = TimeSpan.FromDays(1), MaxEntries = 1_000_000 };
        var join = new LabelJoin(options, clock);

        join.AddPrediction("order-17", 0.83);       // when the model answers
        join.AddLabel("order-17", 1);               // days later, or before

        byte[] state = join.Save();                 // at shutdown
        join = LabelJoin.Restore(state, options, clock);

        foreach (RealisedWindow day in join.TakeFinalWindows())
        {
            Console.WriteLine($"{day.Start:d}: accuracy {day.Performance[PerformanceMetricNames.Accuracy].Value:P1} of {day.LabelledShare:P0} labelled");
        }
        // </snippet>

        return (join, state);
    }

    private static (TwoSampleResult Joint, RankedFeatureDrift[] Ranked) Joint(double[] referenceRows, double[] currentRows, DriftReport report)
    {
        // <snippet:docs/guides/performance-without-labels.md#7>
        TwoSampleResult joint = DomainClassifier.Compare(referenceRows, currentRows, dimensions: 2);
        Console.WriteLine($"AUROC {joint.Statistic:F2}, p {joint.PValue:F2}");

        var importances = new Dictionary<string, double> { ["income"] = 0.7, ["city"] = 0.1 };
        foreach (RankedFeatureDrift ranked in DriftImpact.Rank(report, importances))
        {
            Console.WriteLine($"{ranked.Rank}. {ranked.Drift.Feature}: impact {ranked.Impact:F3}");
        }
        // </snippet>

        return (joint, [.. DriftImpact.Rank(report, importances)]);
    }
}
