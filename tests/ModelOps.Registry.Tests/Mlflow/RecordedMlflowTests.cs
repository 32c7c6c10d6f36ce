using ModelOps.Registry.Mlflow;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>The client against what the original server answered to the original client.</summary>
public sealed class RecordedMlflowTests : IDisposable
{
    private const string RunId = "8e469c824a864045b9ac492502393a50";
    private const string ModelRun = "29461571fe7141c29374d9059b9e82e6";
    private const string ModelId = "m-ad8cc754cafb4c0985d4941fe9e58284";
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedMlflow _server = new();
    private readonly MlflowClient _client;

    public RecordedMlflowTests() =>
        _client = new MlflowClient(new MlflowOptions { TrackingUri = new Uri("http://localhost:5000"), CachePath = _folder.Path, MaxRetries = 0 }, null, null, _server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ITrackingStore Tracking => _client.Tracking;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tracking_CallsOfTheOriginalClient_AreSentAndRead()
    {
        Assert.Null(await Tracking.FindExperimentAsync("exp1", Cancellation));
        Experiment experiment = await Tracking.CreateExperimentAsync(new ExperimentCreation { Name = "exp1" }, Cancellation);
        Assert.Equal(("1", "mlflow-artifacts:/1", 1795426756858), (experiment.Id, experiment.ArtifactLocation, experiment.CreatedAt.ToUnixTimeMilliseconds()));
        TrackingRun begun = await Tracking.CreateRunAsync(
            new RunCreation
            {
                ExperimentId = "1",
                UserId = "root",
                Name = "r1",
                StartTime = DateTimeOffset.FromUnixTimeMilliseconds(1795426757057),
                Tags = new Dictionary<string, string> { ["mlflow.source.name"] = "cli.py", ["mlflow.source.type"] = "LOCAL" },
            },
            Cancellation);
        Assert.Equal((RunId, RunStatus.Running, "r1"), (begun.Id, begun.Status, begun.Name));
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(1795426757364);
        await Tracking.LogBatchAsync(new RunBatch { RunId = RunId, Metrics = [new RunMetric("a", 1, at, 2), new RunMetric("b", 2, at, 2)] }, Cancellation);

        TrackingRun run = await Tracking.GetRunAsync(RunId, Cancellation);
        Assert.Equal("0.1", run.Params["lr"]);
        Assert.Equal("v", run.Tags["k"]);
        Assert.Equal((0.91, 1L), (run.Metrics.Single(static m => m.Key == "auc").Value, run.Metrics.Single(static m => m.Key == "auc").Step));
        Assert.True(double.IsNaN(run.Metrics.Single(static m => m.Key == "nan").Value));

        TrackingPage<TrackingRun> found = await Tracking.SearchRunsAsync(
            new RunQuery
            {
                ExperimentIds = ["1"],
                Filter = new TrackingFilter(
                    TrackingCondition.OfNumber(TrackingEntity.Metric, "auc", TrackingOperator.Greater, 0.5),
                    TrackingCondition.OfText(TrackingEntity.Param, "lr", TrackingOperator.Equal, "0.1")),
                OrderBy = [new TrackingOrder(TrackingEntity.Metric, "auc", Descending: true)],
                PageSize = 5,
            },
            Cancellation);
        Assert.Equal(RunId, Assert.Single(found.Items).Id);
        Assert.Equal(0.91, Assert.Single((await Tracking.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = RunId, Key = "auc" }, Cancellation)).Items).Value);
        TrackingRun ended = await Tracking.UpdateRunAsync(
            new RunUpdate { RunId = RunId, Status = RunStatus.Finished, EndTime = DateTimeOffset.FromUnixTimeMilliseconds(1795426757768) }, Cancellation);
        Assert.Equal(RunId, ended.Id);
        Assert.Empty(_server.Unknown);
        Assert.Equal(10, _server.Known);
    }

    [Fact]
    public async Task LoggedModels_CallsOfTheOriginalClient_AreSentAndRead()
    {
        LoggedModel model = await Tracking.CreateLoggedModelAsync(
            new LoggedModelCreation
            {
                ExperimentId = "1",
                Name = "mymodel",
                SourceRunId = ModelRun,
                Tags = new Dictionary<string, string> { ["mlflow.user"] = "root", ["mlflow.source.name"] = "cli2.py", ["mlflow.source.type"] = "LOCAL" },
            },
            Cancellation);
        await Tracking.LogOutputsAsync(ModelRun, [new RunModelOutput(ModelId, 0)], Cancellation);
        LoggedModel ready = await Tracking.FinalizeLoggedModelAsync(ModelId, LoggedModelStatus.Ready, cancellationToken: Cancellation);
        LoggedModel tagged = await Tracking.SetLoggedModelTagsAsync(
            ModelId, new Dictionary<string, string> { ["mlflow.modelVersions"] = "[{\"name\": \"reg1\", \"version\": 1}, {\"name\": \"reg1\", \"version\": \"1\"}]" }, Cancellation);
        TrackingPage<LoggedModel> found = await Tracking.SearchLoggedModelsAsync(new LoggedModelQuery { ExperimentIds = ["1"] }, Cancellation);

        Assert.Equal((ModelId, LoggedModelStatus.Pending, ModelRun), (model.Id, model.Status, model.SourceRunId));
        Assert.Equal(LoggedModelStatus.Ready, ready.Status);
        Assert.Equal(ModelId, tagged.Id);
        Assert.Equal($"mlflow-artifacts:/1/models/{ModelId}/artifacts", Assert.Single(found.Items).ArtifactUri);
        Assert.Empty(_server.Unknown);
    }

    [Fact]
    public async Task Registry_CallsOfTheOriginalClient_AreSentAndRead()
    {
        RegisteredModel created = await _client.Registry.CreateModelAsync(
            new ModelCreation { Name = "reg2", Description = "d", Tags = new Dictionary<string, string> { ["t"] = "1" } }, Cancellation);
        await Assert.ThrowsAsync<ModelExistsException>(() => _client.Registry.CreateModelAsync(new ModelCreation { Name = "reg2" }, Cancellation));
        ModelVersion champion = await _client.Registry.ResolveAsync(ModelReference.Parse("models:/reg1@champion"), Cancellation);
        string folder = Path.Combine(_folder.Path, "out");
        IReadOnlyList<string> files = await _client.DownloadAsync(MlflowUri.Parse("models:/reg1@champion"), folder, Cancellation);

        Assert.Equal(("reg2", "d", 1L), (created.Name, created.Description, created.LatestNumber));
        Assert.Equal(("reg1", 1L, "1.0.0", "onnx", ModelRun), (champion.Model, champion.Number, champion.Version.ToString(), champion.Format, champion.RunId));
        Assert.Equal(["MLmodel", "model.onnx"], files);
        Assert.StartsWith("ONNXONNX", await File.ReadAllTextAsync(Path.Combine(folder, "model.onnx"), Cancellation), StringComparison.Ordinal);
        Assert.Empty(_server.Unknown);
    }

    [Fact]
    public async Task Refusals_OfTheOriginalServer_AreOurErrors()
    {
        await Assert.ThrowsAsync<ModelNotFoundException>(() => _client.Registry.GetModelAsync("nope", Cancellation));
        MlflowServerException alias = await Assert.ThrowsAsync<MlflowServerException>(() => _client.DownloadAsync(MlflowUri.Parse("models:/reg2@nope"), _folder.Path, Cancellation));

        Assert.Equal(ModelOpsErrorKind.NotFound, alias.Kind); // an invalid parameter to the original
        Assert.All(_server.Unknown, static request => Assert.StartsWith("GET /api/2.0/mlflow/registered-models/search?max_results=1000", request, StringComparison.Ordinal));
    }
}
