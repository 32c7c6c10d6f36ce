using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Mlflow;
using ModelOps.Registry.Publishing;
using ModelOps.Registry.Tracking;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>The code of docs/guides/mlflow-client.md.</summary>
public sealed class GuideTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Guide_Host_HasTheServerAsItsRegistry()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

        // <snippet:docs/guides/mlflow-client.md#1>
        builder.Services.AddModelOps().AddMlflowRegistry(new Uri("https://mlflow.example.com"));
        // </snippet>

        using IHost host = builder.Build();
        Assert.Same(host.Services.GetRequiredService<MlflowClient>().Registry, host.Services.GetRequiredService<IModelRegistry>());
    }

    [Fact]
    public async Task Guide_Champion_IsFetched()
    {
        using MlflowFixture mlflow = new();
        IModelRegistry registry = mlflow.Registry;
        await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "weights"u8.ToArray())] }, Cancellation);
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);

        // <snippet:docs/guides/mlflow-client.md#2>
        ModelVersion champion = await registry.ResolveAsync(ModelReference.Parse("models:/demand@champion"));
        ModelPackage package = await registry.FetchAsync(champion); // every byte checked
        string onnx = package.Locate("model.onnx", ".onnx");
        // </snippet>

        Assert.Equal("weights", await File.ReadAllTextAsync(onnx, Cancellation));
    }

    [Fact]
    public async Task Guide_Folder_IsCopied()
    {
        using MlflowFixture mlflow = new();
        MlflowClient client = mlflow.Client;
        string folder = mlflow.NewFolder("out");
        mlflow.Server.RegisterForeign("my model", new Dictionary<string, byte[]> { ["MLmodel"] = "flavors: {}"u8.ToArray(), ["plots/roc.png"] = [1] });

        // <snippet:docs/guides/mlflow-client.md#3>
        IReadOnlyList<string> files = await client.DownloadAsync(MlflowUri.Parse("models:/my%20model/latest/plots"), folder);
        // </snippet>

        Assert.Equal(["roc.png"], files);
    }

    [Fact]
    public async Task Guide_Training_IsLoggedRegisteredAndStaged()
    {
        using TemporaryFolder folder = new();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(Path.Combine(folder.Path, "registry"));
        using TrackingStore tracking = TrackingStore.OpenFolder(Path.Combine(folder.Path, "tracking"));
        byte[] onnx = "weights"u8.ToArray();
        ModelSignature signature = new([new TensorSpec("x", TensorDataType.Float32, [-1, 4])], [new TensorSpec("y", TensorDataType.Float32, [-1])]);

        // <snippet:docs/guides/mlflow-client.md#4>
        await using TrainingRun run = await TrainingRun.StartAsync(tracking, new TrainingRunOptions { Experiment = "demand", User = "nightly" });
        await run.LogMetricsAsync(new Dictionary<string, double> { ["loss"] = 0.31 }, step: 1);

        RegisteredTrainingModel model = await run.RegisterModelAsync(registry, new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", onnx)],
            Signature = signature,
            Parameters = new Dictionary<string, string> { ["trees"] = "200" },
            Metrics = new Dictionary<string, double> { ["mae"] = 0.27 },
        });
        await run.CompleteAsync();
        // </snippet>

        Assert.Equal(("1.0.0", "staging"), (model.Version.Version.ToString(), model.StagingAlias!.Alias));
    }

    [Fact]
    public async Task Guide_MLmodel_IsWrittenAndRead()
    {
        using TemporaryFolder folder = new();
        byte[] onnx = "weights"u8.ToArray();
        ModelSignature signature = new([new TensorSpec("x", TensorDataType.Float32, [-1, 4])], [new TensorSpec("y", TensorDataType.Float32, [-1])]);

        // <snippet:docs/guides/mlflow-client.md#5>
        await MlflowModel.ForOnnx("model.onnx", signature).SaveAsync(folder.Path, [ModelFile.FromBytes("model.onnx", onnx)]);

        MlflowModel read = MlflowModel.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "MLmodel")));
        ModelSignature? same = read.Signature?.ToModelSignature();
        // </snippet>

        Assert.Equal(signature, same);
    }
}
