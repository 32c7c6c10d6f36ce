using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.Mlflow;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>Our own client of MLflow servers before our server, with credentials.</summary>
public sealed class MlflowClientTests
{
    [Fact]
    public async Task Registry_OverTheWire_IsTheHostsRegistry()
    {
        await using MlflowApp app = await StartAsync();
        using TemporaryFolder cache = new();
        using MlflowClient client = Connect(app, cache);
        byte[] content = new byte[3 << 20];
        new Random(3).NextBytes(content);
        ModelVersion registered = await client.Registry.RegisterAsync(
            new ModelRegistration
            {
                Model = "demand",
                Version = SemanticVersion.Parse("2.1.0"),
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", content), ModelFile.FromBytes("more/labels.txt", "a\nb"u8.ToArray())],
                Tags = new Dictionary<string, string> { ["team"] = "retail" },
                Description = "first",
            },
            TestContext.Current.CancellationToken);
        await client.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = registered.Number }, TestContext.Current.CancellationToken);

        ModelVersion seen = await app.Registry.ResolveAsync(ModelReference.Parse("demand@champion"), TestContext.Current.CancellationToken);
        Assert.Equal((1, "onnx"), (seen.Number, seen.Format));
        ModelPackage package = await app.Registry.FetchAsync(seen, TestContext.Current.CancellationToken);
        byte[] stored = await File.ReadAllBytesAsync(Path.Combine(package.Directory, "model.onnx"), TestContext.Current.CancellationToken);
        Assert.True(content.AsSpan().SequenceEqual(stored));

        ModelVersion back = await client.Registry.ResolveAsync(ModelReference.Parse("demand@champion"), TestContext.Current.CancellationToken);
        Assert.Equal(("2.1.0", registered.Digest, "first"), (back.Version.ToString(), back.Digest, back.Description));
        ModelPackage fetched = await client.Registry.FetchAsync(back, TestContext.Current.CancellationToken);
        Assert.Equal("a\nb", await File.ReadAllTextAsync(Path.Combine(fetched.Directory, "more", "labels.txt"), TestContext.Current.CancellationToken));
        RegistryPage<RegisteredVersion> found = await client.Registry.SearchVersionsAsync(
            new RegistryQuery { Filters = [new RegistryFilter(RegistryFields.Tag("team"), RegistryOperator.Equal, "retail")] }, TestContext.Current.CancellationToken);
        Assert.Equal(1, Assert.Single(found.Items).Version.Number);
    }

    [Fact]
    public async Task Tracking_OverTheWire_IsTheHostsTracking()
    {
        await using MlflowApp app = await StartAsync();
        using TemporaryFolder cache = new();
        using MlflowClient client = Connect(app, cache);
        Experiment experiment = await client.Tracking.CreateExperimentAsync(new ExperimentCreation { Name = "e" }, TestContext.Current.CancellationToken);
        TrackingRun run = await client.Tracking.CreateRunAsync(new RunCreation { ExperimentId = experiment.Id, Name = "r" }, TestContext.Current.CancellationToken);
        await client.Tracking.LogBatchAsync(
            new RunBatch
            {
                RunId = run.Id,
                Metrics = [new RunMetric("auc", 0.9, DateTimeOffset.FromUnixTimeMilliseconds(7), 1), new RunMetric("auc", double.NaN, DateTimeOffset.FromUnixTimeMilliseconds(8), 2)],
                Params = [new RunParam("lr", "0.1")],
                Tags = [new RunTag("t", "ü")],
            },
            TestContext.Current.CancellationToken);
        TrackingRun seen = await app.Services.GetRequiredService<ITrackingStore>().GetRunAsync(run.Id, TestContext.Current.CancellationToken);
        Assert.Equal(("r", "0.1", "ü", 2L), (seen.Name, seen.Params["lr"], seen.Tags["t"], seen.Metrics[0].Step));
        TrackingPage<RunMetric> history = await client.Tracking.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "auc", PageSize = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(0.9, Assert.Single(history.Items).Value);
        Assert.NotNull(history.NextPageToken);
    }

    private static Task<MlflowApp> StartAsync() => MlflowApp.StartAsync(
        static builder =>
        {
            builder.Configuration["ModelOps:Registry:MlflowApi:Basic:Users:ann:PasswordHash"] = MlflowPasswordHash.Create("secret");
            builder.Services.AddAuthentication().AddMlflowBasic();
        },
        static app => app.MapMlflowApi());

    /// <summary>Files of a MiB or more go up in parts, to addresses that take no credentials.</summary>
    private static MlflowClient Connect(MlflowApp app, TemporaryFolder cache) => new(new MlflowOptions
    {
        TrackingUri = app.Client.BaseAddress!,
        Username = "ann",
        Password = "secret",
        CachePath = cache.Path,
        MultipartBytes = 1 << 20,
        PartBytes = 1 << 20,
    });
}
