using ModelOps.Registry.Publishing;
using ModelOps.Registry.Tracking;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Registry.Tests.Publishing;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly TensorSpec X = new("x", TensorDataType.Float32, [-1, 4]);
    private static readonly TensorSpec Y = new("y", TensorDataType.Float32, [-1]);
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedModelRegistry _registry;
    private readonly TrackingStore _tracking;

    public TrainingRunTests()
    {
        _registry = EmbeddedModelRegistry.Open(Path.Combine(_folder.Path, "registry"));
        _tracking = TrackingStore.OpenFolder(Path.Combine(_folder.Path, "tracking"));
    }

    public static TheoryData<string, string, int> Changes => new()
    {
        { "same", "1.1.0", 0 },
        { "output added", "1.1.0", 0 },
        { "input widened", "1.1.0", 0 },
        { "output narrowed", "1.1.0", 0 },
        { "no signature", "1.1.0", 0 },
        { "input added", "2.0.0", 1 },
        { "input replaced", "2.0.0", 2 },
        { "input type", "2.0.0", 1 },
        { "input narrowed", "2.0.0", 1 },
        { "input finite", "2.0.0", 1 },
        { "output removed", "2.0.0", 1 },
        { "output widened", "2.0.0", 1 },
        { "rank", "2.0.0", 1 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _tracking.Dispose();
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RegisterModelAsync_FirstModel_IsLoggedNumberedAndStaged()
    {
        RegisteredTrainingModel result;
        string id;
        await using (TrainingRun run = await StartAsync())
        {
            id = run.Id;
            await run.LogMetricsAsync(new Dictionary<string, double> { ["loss"] = 0.5 }, step: 3, cancellationToken: Cancellation);
            result = await run.RegisterModelAsync(_registry, Registration(new ModelSignature([X], [Y])), cancellationToken: Cancellation);
            await run.CompleteAsync(Cancellation);
        }

        TrackingRun logged = await _tracking.GetRunAsync(id, Cancellation);
        Assert.Equal((RunStatus.Finished, "0.1", "demand", "1.0.0"), (logged.Status, logged.Params["lr"], logged.Tags["modelops.model"], logged.Tags["modelops.version"]));
        Assert.Equal([("loss", 0.5, 3L), ("mae", 0.25, 0L)], logged.Metrics.Select(static m => (m.Key, m.Value, m.Step)));
        Assert.Equal(("1.0.0", id), (result.Version.Version.ToString(), result.Version.RunId));
        Assert.Equal(("staging", 1L, 1L), (result.StagingAlias!.Alias, result.StagingAlias.Number, result.StagingAlias.Revision));
        RegistryEvent moved = (await _registry.ReadEventsAsync(0, cancellationToken: Cancellation)).Single(static e => e.Kind == RegistryEventKind.AliasMoved);
        Assert.Equal("0.25", moved.Evidence["mae"]);
        Assert.Contains(id, moved.Reason!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task RegisterModelAsync_ChangedSignature_DecidesTheVersion(string change, string version, int breaks)
    {
        ModelSignature? next = change switch
        {
            "output added" => new([X], [Y, Y with { Name = "z" }]),
            "input widened" => new([X with { Shape = [-1, -1] }], [Y]),
            "output narrowed" => new([X], [Y with { Shape = [1] }]),
            "no signature" => null,
            "input added" => new([X, X with { Name = "z" }], [Y]),
            "input replaced" => new([X with { Name = "z" }], [Y]),
            "input type" => new([X with { DataType = TensorDataType.Float64 }], [Y]),
            "input narrowed" => new([X with { Shape = [1, 4] }], [Y]),
            "input finite" => new([X with { RequireFinite = true }], [Y]),
            "output removed" => new([X], [Y with { Name = "z" }]),
            "output widened" => new([X], [Y with { Shape = [-1, -1] }]),
            "rank" => new([X with { Shape = [4] }], [Y]),
            _ => new([X], [Y]),
        };
        await using TrainingRun first = await StartAsync();
        await first.RegisterModelAsync(_registry, Registration(new ModelSignature([X], [Y])), cancellationToken: Cancellation);
        await using TrainingRun second = await StartAsync();

        RegisteredTrainingModel result = await second.RegisterModelAsync(_registry, Registration(next, "b"), cancellationToken: Cancellation);

        Assert.Equal((version, breaks), (result.Version.Version.ToString(), result.BreakingChanges.Count));
        Assert.Equal((1L, 2L), (result.Previous!.Number, result.StagingAlias!.Number));
    }

    [Fact]
    public async Task RegisterModelAsync_StageAndNoAlias_EntersTheStageOnly()
    {
        await using TrainingRun run = await StartAsync();

        RegisteredTrainingModel result = await run.RegisterModelAsync(_registry, Registration(null), new RegisterModelOptions { StagingAlias = null, Stage = "Staging" }, Cancellation);

        Assert.Null(result.StagingAlias);
        Assert.Empty(await _registry.ListAliasesAsync("demand", Cancellation));
        Assert.Equal("Staging", (await _registry.GetVersionAsync("demand", 1, Cancellation)).Stage);
    }

    [Fact]
    public async Task DisposeAsync_WithoutComplete_MarksTheRunAsFailed()
    {
        TrainingRun run = await StartAsync();
        await run.DisposeAsync();
        await run.CompleteAsync(Cancellation);

        Assert.Equal(RunStatus.Failed, (await _tracking.GetRunAsync(run.Id, Cancellation)).Status);
    }

    [Fact]
    public async Task StartAsync_16AtOnce_ShareOneExperiment()
    {
        TrainingRun[] runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => StartAsync()));

        Assert.Single(runs.Select(static r => r.ExperimentId).Distinct());
        Assert.Equal(16, runs.Select(static r => r.Id).Distinct().Count());
    }

    private Task<TrainingRun> StartAsync() => TrainingRun.StartAsync(_tracking, new TrainingRunOptions { Experiment = "demand", User = "me" }, cancellationToken: Cancellation);

    private static ModelRegistration Registration(ModelSignature? signature, string content = "a") => new()
    {
        Model = "demand",
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", System.Text.Encoding.UTF8.GetBytes(content))],
        Signature = signature,
        Metrics = new Dictionary<string, double> { ["mae"] = 0.25 },
        Parameters = new Dictionary<string, string> { ["lr"] = "0.1" },
    };
}
