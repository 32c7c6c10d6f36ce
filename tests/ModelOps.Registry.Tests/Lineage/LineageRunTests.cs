using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Lineage;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Lineage;

/// <summary>Runs are told by themselves.</summary>
public sealed class LineageRunTests : IDisposable
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly LineageServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_FromBeginningToEnd_IsToldWithWhatItReadAndWrote()
    {
        using IHost host = await StartAsync();
        ITrackingStore tracking = host.Services.GetRequiredService<ITrackingStore>();
        TrackingRun run = await BeginAsync(tracking, "train");
        await _server.WaitAsync(1);
        await tracking.LogInputsAsync(
            new RunInputs { RunId = run.Id, Datasets = [new DatasetInput(new Dataset { Name = "load", Digest = "ab12", SourceType = "s3", Source = "s3://lake/load/2025" })] }, Token);
        LoggedModel model = await tracking.CreateLoggedModelAsync(new LoggedModelCreation { ExperimentId = "0", Name = "forest", SourceRunId = run.Id }, Token);
        await tracking.LogOutputsAsync(run.Id, [new RunModelOutput(model.Id, 1)], Token);
        await EndAsync(tracking, run, RunStatus.Finished);

        IReadOnlyList<JsonNode> events = await _server.WaitAsync(2);

        await host.StopAsync(Token);
        Assert.Equal(["train START", "train COMPLETE"], events.Select(Name));
        Assert.All(events, e => Assert.Equal(Guid.Parse(run.Id), (Guid)e["run"]!["runId"]!));
        Assert.Equal(("s3://lake", "load/2025", "ab12"), (
            (string)events[1]["inputs"]![0]!["namespace"]!, (string)events[1]["inputs"]![0]!["name"]!, (string)events[1]["inputs"]![0]!["facets"]!["version"]!["datasetVersion"]!));
        Assert.Equal(("logged-models/forest", model.Id), ((string)events[1]["outputs"]![0]!["name"]!, (string)events[1]["outputs"]![0]!["facets"]!["version"]!["datasetVersion"]!));
        string schema = SharedFiles.Require("k8s-schemas/jsonschema/openlineage/OpenLineage.json");
        Assert.All(events, e => Assert.Empty(new JsonSchema(schema).Validate(e)));
    }

    [Fact]
    public async Task Runs_OfAServerThatWasAwayAndHostsThatStopped_ArriveOnceAndInOrder()
    {
        _server.Answer = static _ => 503;
        using (IHost host = await StartAsync())
        {
            ITrackingStore tracking = host.Services.GetRequiredService<ITrackingStore>();
            await EndAsync(tracking, await BeginAsync(tracking, "one"), RunStatus.Failed);
            await host.StopAsync(Token);
        }

        using (TrackingStore elsewhere = TrackingStore.OpenFolder(_folder.File("registry"))) // a process without lineage
        {
            TrackingRun two = await BeginAsync(elsewhere, "two");
            await EndAsync(elsewhere, two, RunStatus.Killed);
            await EndAsync(elsewhere, two, RunStatus.Killed); // said again
        }

        _server.Answer = static _ => 201;
        using (IHost host = await StartAsync())
        {
            await _server.WaitAsync(4);
            ITrackingStore tracking = host.Services.GetRequiredService<ITrackingStore>();
            await EndAsync(tracking, await BeginAsync(tracking, "three"), RunStatus.Finished);
            await _server.WaitAsync(6);
            await host.StopAsync(Token);
        }

        Assert.Equal(["one START", "one FAIL", "two START", "two ABORT", "three START", "three COMPLETE"], _server.Events.Select(Name));
    }

    [Fact]
    public async Task Host_LostBeforeItNotedHowFarItCame_TellsTheSameEventsAgain()
    {
        using (IHost host = await StartAsync())
        {
            ITrackingStore tracking = host.Services.GetRequiredService<ITrackingStore>();
            await EndAsync(tracking, await BeginAsync(tracking, "train"), RunStatus.Finished);
            await _server.WaitAsync(2);
            await host.StopAsync(Token);
        }

        await File.WriteAllTextAsync(_folder.File("registry/lineage/position-of-runs"), "1", Token); // the end was spooled, and that not noted
        using (IHost host = await StartAsync())
        {
            IReadOnlyList<JsonNode> events = await _server.WaitAsync(3);
            await host.StopAsync(Token);
            Assert.Equal(events[1].ToJsonString(), events[2].ToJsonString()); // a receiver takes them for one
        }
    }

    [Fact]
    public async Task FollowRuns_Off_TellsNone()
    {
        using IHost host = await StartAsync(static o => o.FollowRuns = false);
        ITrackingStore tracking = host.Services.GetRequiredService<ITrackingStore>();
        await EndAsync(tracking, await BeginAsync(tracking, "train"), RunStatus.Finished);
        await host.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
            new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);

        Assert.Equal(["train.demand START", "train.demand COMPLETE"], (await _server.WaitAsync(2)).Select(Name));
        await host.StopAsync(Token);
        Assert.False(File.Exists(_folder.File("registry/lineage/position-of-runs")));
    }

    private static Task<TrackingRun> BeginAsync(ITrackingStore tracking, string name) =>
        tracking.CreateRunAsync(new RunCreation { ExperimentId = "0", Name = name, StartTime = Began }, Token);

    private static Task<TrackingRun> EndAsync(ITrackingStore tracking, TrackingRun run, RunStatus status) =>
        tracking.UpdateRunAsync(new RunUpdate { RunId = run.Id, Status = status, EndTime = Began.AddMinutes(1) }, Token);

    private async Task<IHost> StartAsync(Action<LineageOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps()
            .AddRegistry(o => o.Path = _folder.File("registry"))
            .AddLineage(o =>
            {
                o.Url = _server.Url;
                o.RetryDelay = TimeSpan.FromMilliseconds(20);
                configure?.Invoke(o);
            });
        IHost host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private static string Name(JsonNode entry) => $"{entry["job"]!["name"]} {entry["eventType"]}";
}
