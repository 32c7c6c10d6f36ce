using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Lineage;
using ModelOps.Registry.Tests.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Lineage;

public sealed class AddLineageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LineageServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Registry_RegisteredAndDeployed_IsToldInOrder_AndARestartGoesOnThere()
    {
        using (IHost host = await StartAsync(o => o.ApiKey = "key"))
        {
            ModelVersion version = await RegisterAsync(host);
            await host.Services.GetRequiredService<IModelRegistry>().MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number }, Token);
            IReadOnlyList<JsonNode> events = await _server.WaitAsync(4);
            Assert.Equal(["train.demand START", "train.demand COMPLETE", "deploy.demand@champion START", "deploy.demand@champion COMPLETE"], events.Select(Name));
            Assert.All(_server.Requests, static r => Assert.Equal("POST /api/v1/lineage application/json Bearer key", r));
            await host.StopAsync(Token);
        }

        using (IHost host = await StartAsync())
        {
            await RegisterAsync(host, 2);
            IReadOnlyList<JsonNode> events = await _server.WaitAsync(6);
            Assert.Equal(["train.demand START", "train.demand COMPLETE"], events.Skip(4).Select(Name));
            Assert.Equal("1.1.0", (string)events[5]["outputs"]![0]!["facets"]!["version"]!["datasetVersion"]!);
            await host.StopAsync(Token);
        }
    }

    [Fact]
    public async Task Training_KnownLater_IsToldOfTheSameVersionThen()
    {
        using IHost host = await StartAsync();
        ModelVersion version = await RegisterAsync(host);
        await _server.WaitAsync(2);
        await host.Services.GetRequiredService<VersionGovernance>().PutTrainingAsync(version, DemandFacts.Training, Token);
        IReadOnlyList<JsonNode> events = await _server.WaitAsync(4);
        Assert.Equal("s3://lake", (string)events[3]["inputs"]![0]!["namespace"]!);
        Assert.Equal("models/demand", (string)events[3]["outputs"]![0]!["name"]!);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Server_DownOrBusy_GetsEverythingOnceAfterwards_AlsoOfAStoppedHost()
    {
        _server.Answer = static _ => 503;
        using (IHost host = await StartAsync())
        {
            for (int i = 0; i < 5; i++) { Assert.True(host.Services.GetRequiredService<ILineageEmitter>().Emit(Entry($"job{i}"))); }
            await host.StopAsync(Token); // what was queued is spooled
        }

        Assert.Empty(_server.Events);
        Assert.Equal(5, Directory.EnumerateFiles(_folder.File("registry/lineage"), "*.json").Count());
        _server.Answer = static _ => 201;
        using (IHost host = await StartAsync())
        {
            Assert.Equal(["job0 START", "job1 START", "job2 START", "job3 START", "job4 START"], (await _server.WaitAsync(5)).Select(Name));
            await host.StopAsync(Token);
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.File("registry/lineage"), "*.json"));
    }

    [Fact]
    public async Task Server_RefusesOneForGood_GetsTheNext_AndTheRefusedIsKept()
    {
        _server.Answer = static e => (string)e["job"]!["name"]! == "bad" ? 422 : 201;
        using IHost host = await StartAsync();
        ILineageEmitter emitter = host.Services.GetRequiredService<ILineageEmitter>();
        emitter.Emit(Entry("bad"));
        emitter.Emit(Entry("good"));
        Assert.Equal("good START", Name((await _server.WaitAsync(1))[0]));
        await host.StopAsync(Token);
        string kept = Assert.Single(Directory.EnumerateFiles(_folder.File("registry/lineage"), "*.rejected"));
        Assert.Contains("\"bad\"", await File.ReadAllTextAsync(kept, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_TwoHostsOnOneFolder_TellEachThingOnce()
    {
        Action<LineageOptions> toFile = o =>
        {
            o.Url = null;
            o.File = _folder.File("out/lineage.jsonl");
        };
        using IHost one = await StartAsync(toFile);
        using IHost two = await StartAsync(toFile);
        for (int number = 1; number <= 3; number++) { await RegisterAsync(number == 2 ? two : one, number); }
        two.Services.GetRequiredService<ILineageEmitter>().Emit(Entry("features"));

        string[] lines = [];
        for (int i = 0; i < 3_000 && lines.Length < 7; i++)
        {
            await Task.Delay(10, Token);
            lines = File.Exists(_folder.File("out/lineage.jsonl")) ? (await ReadSharedAsync(_folder.File("out/lineage.jsonl"))).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }

        await one.StopAsync(Token);
        await two.StopAsync(Token);
        Assert.Equal(7, lines.Length);
        Assert.Equal(
            ["1.0.0 COMPLETE", "1.0.0 START", "1.1.0 COMPLETE", "1.1.0 START", "1.2.0 COMPLETE", "1.2.0 START"],
            lines.Select(static l => JsonNode.Parse(l)!).Where(static e => (string)e["job"]!["name"]! != "features")
                .Select(static e => $"{e["outputs"]![0]!["facets"]!["version"]!["datasetVersion"]} {e["eventType"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Emit_NoRoom_IsDroppedAtOnceAndCounted()
    {
        ServiceCollection services = new();
        services.AddLogging().AddMetrics().AddModelOps().AddLineage(o =>
        {
            o.Url = _server.Url;
            o.QueueCapacity = 2;
        });
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        using MetricCollector<long> metric = new(provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.registry.lineage.events");
        ILineageEmitter emitter = provider.GetRequiredService<ILineageEmitter>(); // nothing takes events out: no host runs

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(i => emitter.Emit(Entry($"job{i}"))));
        Assert.Equal(["dropped", "dropped"], metric.GetMeasurementSnapshot().Select(static m => m.Tags["modelops.registry.lineage.outcome"]));
    }

    [Fact]
    public async Task Spool_Full_DropsWhatCallersEmit()
    {
        _server.Answer = static _ => 503;
        using IHost host = await StartAsync(o => o.MaxSpooledEvents = 2);
        using MetricCollector<long> metric = new(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.registry.lineage.events");
        for (int i = 0; i < 5; i++) { host.Services.GetRequiredService<ILineageEmitter>().Emit(Entry($"job{i}")); }
        await host.StopAsync(Token);
        Assert.Equal(2, Directory.EnumerateFiles(_folder.File("registry/lineage"), "*.json").Count());
        Assert.Equal(3, metric.GetMeasurementSnapshot().Count(static m => (string?)m.Tags["modelops.registry.lineage.outcome"] == "dropped"));
    }

    [Fact]
    public async Task Spool_FolderThatCannotBe_LeavesTheHostRunning()
    {
        _folder.Write("file", [1]);
        using IHost host = await StartAsync(o => o.SpoolFolder = _folder.File("file"));
        host.Services.GetRequiredService<ILineageEmitter>().Emit(Entry("job"));
        ModelVersion version = await RegisterAsync(host);
        Assert.Equal(1, version.Number);
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Configuration_IsBound_AndBadOptionsStopTheStart()
    {
        HostApplicationBuilder good = Host.CreateEmptyApplicationBuilder(null);
        good.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Lineage:Url"] = "https://lineage.example.org/base",
            ["ModelOps:Registry:Lineage:RetryDelay"] = "00:00:02",
            ["ModelOps:Registry:Lineage:FollowRegistry"] = "false",
        });
        good.Services.AddModelOps().AddLineage().AddLineage();
        using (IHost host = good.Build())
        {
            LineageOptions options = host.Services.GetRequiredService<IOptions<LineageOptions>>().Value;
            Assert.Equal((new Uri("https://lineage.example.org/base"), TimeSpan.FromSeconds(2), false), (options.Url, options.RetryDelay, options.FollowRegistry));
            Assert.Equal(2, host.Services.GetServices<IHostedService>().Count(static s => s is LineagePump or LineageWorker));
        }

        HostApplicationBuilder bad = Host.CreateEmptyApplicationBuilder(null);
        bad.Services.AddModelOps().AddLineage(static o =>
        {
            o.Url = new Uri("http://lineage.example.org");
            o.ApiKey = "hush";
            o.Producer = "nobody";
            o.QueueCapacity = 0;
            o.MaxRetryDelay = TimeSpan.Zero;
        });
        using IHost refused = bad.Build();
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => refused.StartAsync(Token));
        foreach (string part in new[] { "Lineage:Url is 'http' to another machine. Use https", "Lineage:Producer is 'nobody'", "Lineage:QueueCapacity is '0'. Use 1 to 1000000.", "Lineage:MaxRetryDelay is '00:00:00'" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lineage:Url is not set", new LineageOptionsValidator().Validate(null, new LineageOptions()).FailureMessage, StringComparison.Ordinal);
    }

    private async Task<IHost> StartAsync(Action<LineageOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps()
            .AddRegistry(o =>
            {
                o.Path = _folder.File("registry");
                o.PollInterval = TimeSpan.FromMilliseconds(20);
            })
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

    private static Task<ModelVersion> RegisterAsync(IHost host, int content = 1) => host.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new[] { (byte)content })] }, Token);

    private static LineageEvent Entry(string job) => new() { Type = LineageEventType.Start, At = DateTimeOffset.UnixEpoch, RunId = Guid.NewGuid(), Job = job };

    private static string Name(JsonNode entry) => $"{entry["job"]!["name"]} {entry["eventType"]}";

    private static async Task<string> ReadSharedAsync(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync(Token);
    }
}
