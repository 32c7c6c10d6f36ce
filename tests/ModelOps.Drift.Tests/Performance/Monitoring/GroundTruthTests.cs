using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class GroundTruthTests
{
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    [Fact]
    public void AddLabel_OfOneRow_JoinsByTheRequestsId()
    {
        using var host = new WatchedModel(_time, static model => model.DecisionThreshold = 0.3);
        host.Call("order-17", 0.4);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "order-17", 1));
        LabelledPrediction told = Assert.Single(host.Told.All);
        Assert.Equal(new LabelledPrediction(WatchedModel.Model, WatchedModel.Version, 0.4, 1, MonitoringData.Monday) { DecisionThreshold = 0.3 }, told);
        Assert.Equal(0, told.Error);
        Assert.Equal(LabelOutcome.Duplicate, host.Labels.AddLabel(WatchedModel.Model, "order-17", 0));
        Assert.Single(host.Told.All);
    }

    [Fact]
    public void AddLabel_OfABatch_JoinsByIdAndRow()
    {
        using var host = new WatchedModel(_time, static model => model.Task = PredictionTask.Regression);
        host.Call("b", 10, 20, 30);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "b#2", 33));
        Assert.Equal(LabelOutcome.Waiting, host.Labels.AddLabel(WatchedModel.Model, "b#3", 1));
        Assert.Equal(3, Assert.Single(host.Told.All).Error);
    }

    [Theory]
    [InlineData(TensorDataType.Bytes)]
    [InlineData(TensorDataType.Int64)]
    public void AddLabel_WithAColumnOfIds_JoinsByIt(TensorDataType type)
    {
        using var host = new WatchedModel(_time, static model => (model.IdInput, model.Task) = ("order", PredictionTask.MulticlassClassification));
        using var request = new InferenceRequest(ModelReference.ToModel(WatchedModel.Model)) { Id = "batch" };
        using var response = new InferenceResponse { ModelName = WatchedModel.Model, ModelVersion = WatchedModel.Version };
        if (type == TensorDataType.Bytes) { request.Inputs.Add(InferenceTensor.CreateStrings("order", [2], ["71", "72"])); }
        else { request.Inputs.Add(InferenceTensor.Create<long>("order", [2], [71, 72])); }
        response.Outputs.Add(InferenceTensor.Create<long>("label", [2], [0, 2]));
        response.Outputs.Add(InferenceTensor.Create<float>("probabilities", [2, 3], [0.5f, 0.2f, 0.3f, 0.1f, 0.1f, 0.8f]));
        host.Call(request, response);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "72", 1));
        LabelledPrediction told = Assert.Single(host.Told.All);
        Assert.Equal((2, 1, 1), (told.Prediction, told.Label, told.Error));
    }

    [Fact]
    public void AddLabel_BeforeItsPrediction_WaitsAndIsToldThen()
    {
        using var host = new WatchedModel(_time);
        Assert.Equal(LabelOutcome.NotWatched, host.Labels.AddLabel(WatchedModel.Model, "early", 1));
        host.Call("first", 0.1);
        Assert.Equal(LabelOutcome.Waiting, host.Labels.AddLabel(WatchedModel.Model, "early", 1));
        host.Call("early", 0.9);
        Assert.Equal(0.9, Assert.Single(host.Told.All).Prediction);
    }

    [Fact]
    public void AddLabel_WhereEarlyOnesAreNotKept_IsUnknown()
    {
        using var host = new WatchedModel(_time, static model => model.KeepsEarlyLabels = false);
        host.Call("first", 0.1);
        Assert.Equal(LabelOutcome.Unknown, host.Labels.AddLabel(WatchedModel.Model, "other", 1));
        host.Call("other", 0.9);
        Assert.Empty(host.Told.All);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "other", 1));
    }

    [Fact]
    public void AddLabel_WithoutAVersion_CountsForAllThatPredictedTheId()
    {
        using var host = new WatchedModel(_time);
        host.Call("a", "1.0.0", 0.1);
        host.Call("a", "2.0.0", 0.9);
        host.Call("b", "2.0.0", 0.9);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "b", 1));
        Assert.Equal(["1.0.0", "2.0.0", "2.0.0"], host.Told.All.Select(static told => told.Version).Order(StringComparer.Ordinal));
        host.Call("c", "2.0.0", 0.9);
        Assert.Equal(LabelOutcome.Waiting, host.Labels.AddLabel(WatchedModel.Model, "c", 1, "1.0.0"));
        Assert.Equal(LabelOutcome.NotWatched, host.Labels.AddLabel(WatchedModel.Model, "c", 1, "3.0.0"));
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "c", 1, "2.0.0"));
    }

    [Fact]
    public void AddLabel_HostileOrOfUnwatchedModels_IsAnswered()
    {
        using var host = new WatchedModel(_time);
        host.Call("a", 0.5);
        Assert.Equal(LabelOutcome.NotWatched, host.Labels.AddLabel("other", "a", 1));
        Assert.Equal(LabelOutcome.Invalid, host.Labels.AddLabel(WatchedModel.Model, "a", double.NaN));
        Assert.Equal(LabelOutcome.Invalid, host.Labels.AddLabel(WatchedModel.Model, "a", double.PositiveInfinity));
        Assert.Equal(LabelOutcome.Invalid, host.Labels.AddLabel(WatchedModel.Model, string.Empty, 1));
        Assert.Equal(LabelOutcome.Invalid, host.Labels.AddLabel(WatchedModel.Model, new string('x', 257), 1));
        Assert.Throws<ArgumentNullException>(() => host.Labels.AddLabel(WatchedModel.Model, null!, 1));
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
    }

    [Fact]
    public void Call_WithoutAnIdOrWithoutLabels_IsNotRemembered()
    {
        using var host = new WatchedModel(_time);
        host.Call(null, 0.5);
        host.Call("a", double.NaN);
        Assert.Equal(LabelOutcome.Waiting, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
        using var without = new WatchedModel(_time, static model => model.JoinsLabels = false);
        without.Call("a", 0.5);
        Assert.Equal(LabelOutcome.NotWatched, without.Labels.AddLabel(WatchedModel.Model, "a", 1));
    }

    [Fact]
    public void Tell_ObserverThatThrows_HarmsNobodyAndIsToldOnce()
    {
        using var host = new WatchedModel(_time);
        host.Told.Fault = new InvalidOperationException("no room");
        host.Call("a", 0.1);
        host.Call("b", 0.1);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "a", 1));
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "b", 1));
        Assert.Single(host.Log.Of("PerformanceObserverFailed"));
        host.Told.Fault = null;
        host.Call("c", 0.1);
        host.Labels.AddLabel(WatchedModel.Model, "c", 1);
        Assert.Single(host.Told.All);
    }

    [Fact]
    public async Task AddLabel_FromManyThreads_JoinsEachOnce()
    {
        using var host = new WatchedModel(_time);
        host.Call("warm", 0.5);
        int joined = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                if (thread % 2 == 0) { host.Call($"{thread / 2}-{i}", 0.5); }
                else if (host.Labels.AddLabel(WatchedModel.Model, $"{thread / 2}-{i}", 1) == LabelOutcome.Joined) { Interlocked.Increment(ref joined); }
            }
        })));
        Assert.Equal(2000, host.Told.All.Count);
        Assert.InRange(joined, 0, 2000);
    }

    [Fact]
    public void Call_ThatDoesNotFit_IsToldOnceAndLaterOnesCount()
    {
        using var host = new WatchedModel(_time, static model => model.Output = "probability");
        host.Call("a", 0.5);
        host.Call("b", 0.5);
        Assert.Contains("set Output to the name", Assert.Single(host.Log.Of("PredictionsNotFound")), StringComparison.Ordinal);
        using var request = new InferenceRequest(ModelReference.ToModel(WatchedModel.Model)) { Id = "c" };
        using var response = new InferenceResponse { ModelName = WatchedModel.Model, ModelVersion = WatchedModel.Version };
        response.Outputs.Add(InferenceTensor.Create<float>("probability", [1, 2], [0.25f, 0.75f]));
        host.Call(request, response);
        Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, "c", 1));
        Assert.Equal(0.75, Assert.Single(host.Told.All).Prediction);
    }
}
