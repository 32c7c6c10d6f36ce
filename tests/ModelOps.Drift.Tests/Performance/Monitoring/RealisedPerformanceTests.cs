using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class RealisedPerformanceTests
{
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    // The scores are as sure as ever, so that only labels show that they are wrong.
    [Fact]
    public async Task Window_WhoseLabelsComeLate_IsJudgedWhenItIsFinal()
    {
        using WatchedModel host = await Started(static model => model.LabelTimeToLive = TimeSpan.FromHours(3));
        Call(host, 400);
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        for (int i = 0; i < 300; i++) { Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, $"{i}", i % 2)); }
        _time.Advance(TimeSpan.FromHours(2));
        await host.RoundAsync();
        Assert.Single(host.Seen.All);
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        PerformanceEvaluation judged = host.Seen.All[1];
        Assert.Equal((PerformanceStage.Labelled, PerformanceVerdict.AsExpected, PerformanceVerdict.Worse, 0.75), (judged.Stage, judged.EstimateVerdict, judged.RealisedVerdict, judged.LabelledShare));
        Assert.Equal((300, true), (judged.Realised!.Performance.Count, judged.Realised.IsFinal));
        MetricEstimate accuracy = judged.Realised.Performance[PerformanceMetricNames.Accuracy];
        Assert.Equal(host.Seen.All[0].Estimate![PerformanceMetricNames.Accuracy].Reference, accuracy.Reference);
        Assert.InRange(accuracy.Value, 0.4, 0.6);
        Assert.Same(judged, Assert.Single(host.History));
        Assert.Contains(host.Log.Of("PerformanceWorse"), static message => message.StartsWith("Realised accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Window_WithALabelWait_IsJudgedSoonerAndOnceMoreWhenLabelsFollow()
    {
        using WatchedModel host = await Started(static model => (model.LabelTimeToLive, model.LabelWait) = (TimeSpan.FromHours(10), TimeSpan.FromHours(1)));
        Call(host, 200);
        for (int i = 0; i < 150; i++) { host.Labels.AddLabel(WatchedModel.Model, $"{i}", 1); }
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Equal((PerformanceStage.Estimated, 150, PerformanceVerdict.NotEnoughData), (host.Seen.All[0].Stage, host.Seen.All[0].Realised!.Performance.Count, host.Seen.All[0].RealisedVerdict));
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Equal((150, false), (host.Seen.All[1].Realised!.Performance.Count, host.Seen.All[1].Realised!.IsFinal));
        for (int i = 150; i < 160; i++) { host.Labels.AddLabel(WatchedModel.Model, $"{i}", 1); }
        _time.Advance(TimeSpan.FromHours(9));
        await host.RoundAsync();
        Assert.Equal(3, host.Seen.All.Count);
        Assert.Equal((160, true), (host.Seen.All[2].Realised!.Performance.Count, host.Seen.All[2].Realised!.IsFinal));
        Assert.Single(host.History);
    }

    [Fact]
    public async Task Labels_WithoutAReference_AreJoinedAndCompareWithNothing()
    {
        using WatchedModel host = await new WatchedModel(_time, static model => (model.Task, model.LabelTimeToLive) = (PredictionTask.Regression, TimeSpan.FromHours(1))).StartAsync();
        Assert.Contains("dle-reference.json", Assert.Single(host.Log.Of("PerformanceNotEstimated")), StringComparison.Ordinal);
        host.Call("a", 10);
        host.Labels.AddLabel(WatchedModel.Model, "a", 12);
        _time.Advance(TimeSpan.FromHours(2));
        await host.RoundAsync();
        PerformanceEvaluation told = Assert.Single(host.Seen.All);
        Assert.Equal((2, double.NaN), (told.Realised!.Performance[PerformanceMetricNames.MeanAbsoluteError].Value, told.Realised.Performance[PerformanceMetricNames.MeanAbsoluteError].Reference));
        Assert.Equal((PerformanceVerdict.NotEnoughData, PerformanceVerdict.NotEnoughData), (told.EstimateVerdict, told.RealisedVerdict));
    }

    // One wrong label of one is no proof: the band is at least that of the reference's spread.
    [Fact]
    public void Compare_OfAFewLabels_HasTheSpreadOfTheReference()
    {
        CbpeReference binary = LabelledData.Binary();
        PerformanceReference reference = PerformanceReference.Of(binary, []);
        var join = new LabelJoin(new LabelJoinOptions(), _time);
        join.AddPrediction("a", 0.9);
        join.AddLabel("a", 0);
        MetricEstimate accuracy = RealisedJudge.Compare(join.Windows()[0], reference).Performance[PerformanceMetricNames.Accuracy];
        (double value, double deviation) = binary.Metric(PerformanceMetricNames.Accuracy);
        Close.To(deviation * Math.Sqrt(1 + (1.0 / binary.Count)), accuracy.SamplingError);
        Assert.Equal((0, value), (accuracy.Value, accuracy.Reference));
    }

    // A model that does as well as ever: how often is a metric called worse all the same? What the guide says of it.
    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Judge_OfAModelThatDoesAsWellAsEver_IsSeldomWorse(int labels)
    {
        const int Windows = 2000;
        PerformanceReference reference = PerformanceReference.Of(LabelledData.Binary(), []);
        var random = new Random(7);
        int worse = 0;
        for (int window = 0; window < Windows; window++)
        {
            var sums = new RealisedSums();
            for (int i = 0; i < labels; i++)
            {
                double score = random.NextDouble() is var x && x < 0.5 ? x * 0.2 : 1 - ((1 - x) * 0.2);
                sums.Predicted();
                sums.Add(PredictionTask.BinaryClassification, score, random.NextDouble() < score ? 1 : 0, 0.5);
            }

            var realised = new RealisedWindow(default, default, labels, true, sums.Estimate(PredictionTask.BinaryClassification));
            worse += RealisedJudge.Compare(realised, reference).Performance.Metrics.Count(static metric => metric.IsWorse);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{worse} of {Windows} windows of {labels} labels, over 5 metrics");
        Assert.InRange(worse, 0, Windows * 5 / 100);
    }

    private async Task<WatchedModel> Started(Action<PerformanceModelOptions> model) =>
        await new WatchedModel(_time, model, static options => options.UseReference(WatchedModel.Model, LabelledData.Binary())).StartAsync();

    private static void Call(WatchedModel host, int count)
    {
        double[] scores = LabelledData.Sure(3, count);
        for (int i = 0; i < count; i++) { host.Call($"{i}", scores[i]); }
    }
}
