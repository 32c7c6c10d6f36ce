using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class PerformanceWindowTests
{
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    [Fact]
    public async Task Window_OfTwoClasses_IsEstimatedAsByHand()
    {
        CbpeReference reference = LabelledData.Binary(0.3);
        using WatchedModel host = await Started(static model => model.DecisionThreshold = 0.3, options => options.UseReference(WatchedModel.Model, reference));
        double[] scores = [.. LabelledData.Unsure(5, 700), double.NaN];
        var byHand = new CbpeAccumulator(reference);
        foreach (double score in scores) { byHand.Add(score, score >= 0.3); }
        foreach (double[] batch in scores.Chunk(30)) { host.Call(null, batch); }
        await host.RoundAsync();
        Assert.Empty(host.Seen.All);
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        PerformanceEvaluation told = Assert.Single(host.Seen.All);
        Assert.Equal(LabelledData.Numbers(byHand.Estimate()), LabelledData.Numbers(told.Estimate!));
        Assert.Equal((MonitoringData.Monday, MonitoringData.Monday.AddHours(1), PerformanceStage.Estimated), (told.From, told.To, told.Stage));
        Assert.Equal("2026-03-02T12:00:00Z/2026-03-02T13:00:00Z", told.Window);
        Assert.Equal((PerformanceVerdict.Worse, PerformanceVerdict.NotEnoughData, true), (told.EstimateVerdict, told.RealisedVerdict, told.IsWorse));
        Assert.Null(told.Realised);
        Assert.Same(told, Assert.Single(host.History));
        Assert.Contains(host.Log.Of("PerformanceWorse"), static message => message.StartsWith("Estimated accuracy of 'credit' 1.0.0 is worse", StringComparison.Ordinal));
        Assert.Single(host.Log.Of("PerformanceWatched"));
    }

    [Fact]
    public async Task Window_OfSeveralClasses_IsEstimatedAsByHand()
    {
        MulticlassCbpeReference reference = LabelledData.Classes();
        using WatchedModel host = await Started(static model => model.Task = PredictionTask.MulticlassClassification, options => options.UseReference(WatchedModel.Model, reference));
        double[] scores = LabelledData.ThreeClasses(7, 400);
        var byHand = new MulticlassCbpeAccumulator(reference);
        using var request = new InferenceRequest(ModelReference.ToModel(WatchedModel.Model));
        using var response = new InferenceResponse { ModelName = WatchedModel.Model, ModelVersion = WatchedModel.Version };
        foreach (double[] row in scores.Chunk(3))
        {
            byHand.Add(row, LabelledData.Largest(row));
            response.Outputs.Clear();
            response.Outputs.Add(InferenceTensor.Create<double>("probabilities", [1, 3], row));
            host.Call(request, response);
        }

        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Equal(LabelledData.Numbers(byHand.Estimate()), LabelledData.Numbers(Assert.Single(host.Seen.All).Estimate!));
    }

    [Fact]
    public async Task Window_OfARegression_IsEstimatedAsByHand()
    {
        DleReference reference = LabelledData.Numbers();
        using WatchedModel host = await Started(
            static model =>
            {
                model.Task = PredictionTask.Regression;
                model.Inputs.Add("b");
                model.Inputs.Add("a");
            },
            options => options.UseReference(WatchedModel.Model, reference));
        double[] features = PortableData.Uniform(9, 600);
        var byHand = new DleAccumulator(reference);
        for (int i = 0; i < features.Length; i += 2)
        {
            byHand.Add(features.AsSpan(i, 2), 10);
            using var request = new InferenceRequest(ModelReference.ToModel(WatchedModel.Model));
            using var response = new InferenceResponse { ModelName = WatchedModel.Model, ModelVersion = WatchedModel.Version };
            InferenceTensor a = InferenceTensor.Create<double>("a", [1], [features[i + 1]]);
            InferenceTensor b = InferenceTensor.Create<double>("b", [1, 1], [features[i]]);
            request.Inputs.Add(i % 4 == 0 ? a : b);
            request.Inputs.Add(i % 4 == 0 ? b : a);
            response.Outputs.Add(InferenceTensor.Create<long>("demand", [1], [10]));
            host.Call(request, response);
        }

        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Equal(LabelledData.Numbers(byHand.Estimate()), LabelledData.Numbers(Assert.Single(host.Seen.All).Estimate!));
    }

    [Fact]
    public async Task Regression_WithOtherFeatures_IsToldAndNotEstimated()
    {
        using WatchedModel host = await Started(
            static model => model.Task = PredictionTask.Regression, static options => options.UseReference(WatchedModel.Model, LabelledData.Numbers()));
        host.Call("a", 1);
        host.Call("b", 1);
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Empty(host.Seen.All);
        Assert.Contains("the reference is of 2 features", Assert.Single(host.Log.Of("PredictionsNotFound")), StringComparison.Ordinal);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
    }

    [Fact]
    public async Task Windows_OfManyThreads_CountEveryRowOnce()
    {
        CbpeReference reference = LabelledData.Binary();
        using WatchedModel host = await Started(static model => (model.Window, model.LabelTimeToLive) = (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), options => options.UseReference(WatchedModel.Model, reference));
        double[][] scores = [.. Enumerable.Range(0, 8).Select(static thread => LabelledData.Sure(thread, 3000))];
        Task[] callers = [.. scores.Select(own => Task.Run(() =>
        {
            foreach (double[] batch in own.Chunk(3)) { host.Call(null, batch); }
        }))];
        while (!Array.TrueForAll(callers, static caller => caller.IsCompleted))
        {
            _time.Advance(TimeSpan.FromSeconds(20)); // ends windows while calls run
            await host.RoundAsync();
            host.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Save();
            await Task.Yield();
        }

        await Task.WhenAll(callers);
        _time.Advance(TimeSpan.FromMinutes(1));
        await host.RoundAsync();
        Assert.Equal(scores.Sum(static own => own.Length), host.Seen.All.Sum(static window => window.Estimate!.Count));
        Assert.Equal(host.Seen.All.Count, host.Seen.All.DistinctBy(static window => window.From).Count());
        double rights = scores.SelectMany(static own => own).Sum(static score => Math.Max(score, 1 - score));
        Assert.Equal(rights, host.Seen.All.Sum(static window => window.Estimate![PerformanceMetricNames.Accuracy].Value * window.Estimate.Count), 1e-3);
    }

    [Theory]
    [InlineData(PredictionTask.BinaryClassification)]
    [InlineData(PredictionTask.MulticlassClassification)]
    [InlineData(PredictionTask.Regression)]
    public async Task Call_WithoutAnId_AllocatesNothing(PredictionTask task)
    {
        using WatchedModel host = await Started(model => model.Task = task, options => _ = task switch
        {
            PredictionTask.Regression => options.UseReference(WatchedModel.Model, LabelledData.Numbers()),
            PredictionTask.MulticlassClassification => options.UseReference(WatchedModel.Model, LabelledData.Classes()),
            _ => options.UseReference(WatchedModel.Model, LabelledData.Binary()),
        });
        using var request = new InferenceRequest(ModelReference.ToModel(WatchedModel.Model));
        using var response = new InferenceResponse { ModelName = WatchedModel.Model, ModelVersion = WatchedModel.Version };
        request.Inputs.Add(InferenceTensor.Create<double>("x", [5, 2], PortableData.Uniform(1, 10)));
        int width = task == PredictionTask.MulticlassClassification ? 3 : 1;
        response.Outputs.Add(InferenceTensor.Create<double>("score", [5, width], PortableData.Uniform(1, 5 * width)));
        Assert.Equal(0, Allocations.Fewest(() => host.Call(request, response)));
        Assert.True(host.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Save().Windows.Single().Count > 5000);
    }

    // A clock that was an hour ahead for a moment must not keep windows from ending for an hour.
    [Fact]
    public void Take_AfterTheClockWasSetBack_GoesOnFromThere()
    {
        PerformanceReference reference = PerformanceReference.Of(LabelledData.Binary(), []);
        var windows = new EstimateWindows(reference, 0.5, TimeSpan.TicksPerMinute);
        var plan = new PredictionPlan(new Drift.Monitoring.TensorColumns(true, 0, "score", 1, false, 0, []), 0, [], null);
        using InferenceTensor output = InferenceTensor.Create<double>("score", [1], [0.9]);
        Assert.Empty(windows.Take(100 * TimeSpan.TicksPerMinute));
        windows.Add(plan, [], output, 1, 100 * TimeSpan.TicksPerMinute);
        Assert.Empty(windows.Take(99 * TimeSpan.TicksPerMinute)); // a small step back: its rows go on in the window that is open
        windows.Add(plan, [], output, 1, 99 * TimeSpan.TicksPerMinute);
        Assert.Empty(windows.Take(40 * TimeSpan.TicksPerMinute));
        windows.Add(plan, [], output, 1, 40 * TimeSpan.TicksPerMinute);
        Assert.Equal((40, 1L), Counted(windows.Take(41 * TimeSpan.TicksPerMinute)));
        Assert.Equal((100, 2L), Counted(windows.Take(101 * TimeSpan.TicksPerMinute)));

        static (long, long) Counted(IReadOnlyList<KeyValuePair<long, IPerformanceEstimator>> taken) => (Assert.Single(taken).Key, taken[0].Value.Estimate().Count);
    }

    [Fact]
    public void Load_OfNothing_IsLeftOut()
    {
        var windows = new EstimateWindows(PerformanceReference.Of(LabelledData.Binary(), []), 0.5, TimeSpan.TicksPerMinute);
        Assert.False(windows.TryLoad([null!]));
        Assert.False(windows.TryLoad([new WindowSumsDocument { Ticks = 1, Count = 0, Skipped = 0 }]));
        Assert.Empty(windows.Save());
    }

    [Fact]
    public async Task Window_WithFewRows_SaysNothing()
    {
        using WatchedModel host = await Started(null, static options => options.UseReference(WatchedModel.Model, LabelledData.Binary()));
        host.Call(null, LabelledData.Unsure(1, 99));
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        Assert.Equal((PerformanceVerdict.NotEnoughData, false), (host.Seen.All[0].EstimateVerdict, host.Seen.All[0].IsWorse));
        Assert.Empty(host.Log.Of("PerformanceWorse"));
    }

    [Fact]
    public async Task Windows_ThatGetBetter_AreToldOnce()
    {
        using WatchedModel host = await Started(null, static options => options.UseReference(WatchedModel.Model, LabelledData.Binary()));
        foreach (bool isSure in (bool[])[true, false, false, true])
        {
            host.Call(null, isSure ? LabelledData.Sure(3, 2000) : LabelledData.Unsure(3, 2000));
            _time.Advance(TimeSpan.FromHours(1));
            await host.RoundAsync();
        }

        Assert.Equal([PerformanceVerdict.AsExpected, PerformanceVerdict.Worse, PerformanceVerdict.Worse, PerformanceVerdict.AsExpected], host.Seen.All.Select(static window => window.EstimateVerdict));
        Assert.Single(host.Log.Of("PerformanceWorse"), static message => message.Contains("accuracy", StringComparison.Ordinal));
        Assert.Single(host.Log.Of("PerformanceAsExpected"), static message => message.Contains("accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_ThatNobodyCalls_IsForgotten()
    {
        using WatchedModel host = await Started(static model => model.LabelTimeToLive = TimeSpan.FromHours(2), null);
        host.Call("a", 0.9);
        _time.Advance(TimeSpan.FromHours(26));
        await host.RoundAsync();
        Assert.Single(host.Services.GetRequiredService<PerformanceDirectory>().Entries);
        _time.Advance(TimeSpan.FromHours(2));
        await host.RoundAsync();
        Assert.Empty(host.Services.GetRequiredService<PerformanceDirectory>().Entries);
        host.Call("a", 0.9);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
    }

    private Task<WatchedModel> Started(Action<PerformanceModelOptions>? model, Action<PerformanceMonitoringOptions>? configure) => new WatchedModel(_time, model, configure).StartAsync();
}
