using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ModelOps.Registry.Wandb;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Wandb;

/// <summary>A registry in a folder, a server to export to, and exporters between them.</summary>
internal sealed class WandbFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;
    private readonly List<WandbExporter> _exporters = [];

    private WandbFixture(FakeWandb server)
    {
        Server = server;
        ServiceCollection services = new();
        services.AddModelOps().AddRegistry(o => o.Path = _folder.Path);
        _provider = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeWandb Server { get; }

    public FakeLogCollector Logs { get; } = new();

    public ITrackingStore Store => _provider.GetRequiredService<ITrackingStore>();

    public IModelRegistry Registry => _provider.GetRequiredService<IModelRegistry>();

    public string Folder => _folder.Path;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WandbFixture> StartAsync() => new(await FakeWandb.StartAsync());

    public WandbOptions Options(Action<WandbOptions>? configure = null)
    {
        WandbOptions options = new() { Address = Server.Address, Project = "demand", ApiKey = FakeWandb.Key, RetryDelay = TimeSpan.Zero, Timeout = TimeSpan.FromMinutes(2) };
        configure?.Invoke(options);
        return options;
    }

    public WandbExporter Exporter(Action<WandbOptions>? configure = null, ISecretSource? secrets = null, TimeProvider? time = null)
    {
        WandbExporter exporter = new(Options(configure), Store, Registry, secrets, time, new LoggerFactory([new FakeLoggerProvider(Logs)]));
        _exporters.Add(exporter);
        return exporter;
    }

    public async Task<string> RunAsync(params RunMetric[] metrics)
    {
        TrackingRun run = await Store.CreateRunAsync(new RunCreation { ExperimentId = "0", Name = "first", UserId = "ada", StartTime = Start }, Cancellation);
        foreach (RunMetric[] batch in metrics.Chunk(1000)) { await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = batch }, Cancellation); }
        return run.Id;
    }

    public Task EndAsync(string run, RunStatus status = RunStatus.Finished) =>
        Store.UpdateRunAsync(new RunUpdate { RunId = run, Status = status, EndTime = Start.AddHours(1) }, Cancellation);

    public static RunMetric Point(string key, double value, long step, double seconds = 0) => new(key, value, Start.AddSeconds(seconds), step);

    public Task<ModelVersion> RegisterAsync(string version, string? run = null, params (string Path, byte[] Content)[] files) => Registry.RegisterAsync(
        new ModelRegistration
        {
            Model = "demand",
            Version = SemanticVersion.Parse(version),
            Format = "onnx",
            Files = [.. files.Select(static f => ModelFile.FromBytes(f.Path, f.Content))],
            Metrics = new Dictionary<string, double> { ["mae"] = 1.5 },
            Tags = new Dictionary<string, string> { ["team"] = "planning" },
            Description = "weekly",
            RunId = run,
        },
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (WandbExporter exporter in _exporters) { exporter.Dispose(); }
        await _provider.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
