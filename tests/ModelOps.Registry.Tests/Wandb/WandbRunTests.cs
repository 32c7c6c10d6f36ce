using System.Text.Json.Nodes;
using ModelOps.Registry.Wandb;
using static ModelOps.Registry.Tests.Wandb.WandbFixture;

namespace ModelOps.Registry.Tests.Wandb;

public sealed class WandbRunTests : IAsyncDisposable
{
    private WandbFixture? _fixture;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
        {
            Assert.Empty(_fixture.Server.Faults);
            await _fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task ExportRunAsync_EndedRun_IsThereAsAWhole()
    {
        WandbFixture f = await StartAsync();
        string id = await f.RunAsync(Point("loss", 0.5, 0, 1), Point("loss", 0.25, 10, 3), Point("acc", 0.9, 10, 2), Point("loss", 0.125, 20, 4));
        await f.Store.LogBatchAsync(
            new RunBatch
            {
                RunId = id,
                Params = [new("lr", "0.001"), new("epochs", "007"), new("shuffle", "True"), new("optimizer", "adam"), new("modelops", "mine")],
                Tags = [new("team", "planning"), new("why", new string('x', 100)), new("mlflow.note.content", "weekly"), new("mlflow.source.git.commit", "c0ffee")],
            },
            Cancellation);
        await f.EndAsync(id);

        WandbRun run = await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal(("planning", "demand", id, 3, 3, 0), (run.Entity, run.Project, run.Id, run.HistoryLines, run.LinesSent, run.PointsLeftOut));
        FakeWandbRun there = f.Server.Runs[id];
        double began = Start.ToUnixTimeSeconds();
        Assert.Equal(
            [
                $$"""{"_step":0,"_timestamp":{{began + 1}},"_runtime":1,"loss":0.5}""",
                $$"""{"_step":10,"_timestamp":{{began + 3}},"_runtime":3,"acc":0.9,"loss":0.25}""",
                $$"""{"_step":20,"_timestamp":{{began + 4}},"_runtime":4,"loss":0.125}""",
            ],
            there.History);
        Assert.Equal($$"""{"_step":20,"_timestamp":{{began + 4}},"_runtime":4,"acc":0.9,"loss":0.125}""", there.Summary);
        Assert.Equal(("first", "weekly", "c0ffee", 0), (there.DisplayName, there.Notes, there.Commit, there.ExitCode));
        Assert.Equal(["team=planning"], there.Tags);
        JsonObject config = there.Config!;
        Assert.Equal(("0.001", "\"007\"", "true", "\"adam\"", "\"mine\""), (Value("lr"), Value("epochs"), Value("shuffle"), Value("optimizer"), Value("params/modelops")));
        JsonObject note = config["modelops"]!["value"]!.AsObject();
        Assert.Equal((id, 3, "Default", "ada", new string('x', 100)), ((string)note["run_id"]!, (int)note["history_lines"]!, (string)note["experiment"]!, (string)note["user"]!, (string)note["tags"]!["why"]!));

        string Value(string key) => config[key]!["value"]!.ToJsonString();
        _fixture = f;
    }

    [Theory]
    [InlineData(RunStatus.Failed, 1)]
    [InlineData(RunStatus.Killed, 255)]
    [InlineData(RunStatus.Scheduled, null)]
    public async Task ExportRunAsync_State_BecomesExitCode(RunStatus status, int? code)
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync();
        await f.EndAsync(id, status);

        Assert.Equal(0, (await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation)).HistoryLines);

        Assert.Equal(code, f.Server.Runs[id].ExitCode);
        Assert.Empty(f.Server.Runs[id].History);
    }

    [Fact]
    public async Task ExportRunAsync_Again_SendsNothingTwice()
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync([.. Enumerable.Range(0, 50).Select(static i => Point("loss", i, i))]);
        await f.EndAsync(id);
        await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);
        string[] before = [.. f.Server.Runs[id].History];

        WandbRun again = await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal((50, 0), (again.HistoryLines, again.LinesSent));
        Assert.Equal(before, f.Server.Runs[id].History);
        Assert.Equal(0, f.Server.Runs[id].ExitCode);
    }

    [Fact]
    public async Task ExportRunAsync_RunThatGoesOn_KeepsItsNewestStepBackUntilMoreComes()
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync(Point("loss", 1, 0), Point("loss", 2, 1));
        WandbExporter exporter = f.Exporter();

        WandbRun first = await exporter.ExportRunAsync(id, cancellationToken: Cancellation);
        await f.Store.LogBatchAsync(new RunBatch { RunId = id, Metrics = [Point("acc", 3, 1), Point("loss", 4, 2)] }, Cancellation);
        await f.EndAsync(id);
        WandbRun second = await exporter.ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal((1, 3, 2), (first.HistoryLines, second.HistoryLines, second.LinesSent));
        Assert.Contains("\"acc\":3,\"loss\":2}", f.Server.Runs[id].History[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportRunAsync_PointsWithoutAPlace_AreLeftOutAndCounted()
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync(
            Point("loss", double.NaN, 0), Point("up", double.PositiveInfinity, 0), Point("down", double.NegativeInfinity, 0),
            Point("loss", 1, -5), Point("up", 2, -5), Point("loss", 3, 1, 1), Point("loss", 4, 1, 2), Point("_step", 9, 1, 1));
        await f.EndAsync(id);

        WandbRun run = await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal((2, 3), (run.HistoryLines, run.PointsLeftOut));
        Assert.EndsWith("\"down\":-Infinity,\"loss\":NaN,\"up\":Infinity}", f.Server.Runs[id].History[0], StringComparison.Ordinal);
        Assert.EndsWith("\"_runtime\":2,\"loss\":4,\"metrics/_step\":9}", f.Server.Runs[id].History[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportRunAsync_ManyPoints_GoInPiecesAndAreReported()
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync([.. Enumerable.Range(0, 2500).SelectMany(static i => new[] { Point("loss", i, i), Point("acc", -i, i * 2) })]);
        await f.EndAsync(id);
        List<WandbProgress> heard = [];

        WandbRun run = await f.Exporter(static o => o.MaxRequestBytes = 8192).ExportRunAsync(id, new Heard(heard.Add), Cancellation);

        FakeWandbRun there = f.Server.Runs[id];
        Assert.Equal(run.HistoryLines, there.History.Count);
        Assert.Equal(2500 + 1250, there.History.Count);
        Assert.True(there.Chunks.Count > 10);
        Assert.Equal(there.History.Select(static l => (long)JsonNode.Parse(l)!["_step"]!).Order(), there.History.Select(static l => (long)JsonNode.Parse(l)!["_step"]!));
        Assert.Equal(new WandbProgress(WandbPhase.History, run.HistoryLines, null), heard[^1]);
        Assert.True(heard.Count > 10);
    }

    private sealed class Heard(Action<WandbProgress> hear) : IProgress<WandbProgress>
    {
        public void Report(WandbProgress value) => hear(value);
    }
}
