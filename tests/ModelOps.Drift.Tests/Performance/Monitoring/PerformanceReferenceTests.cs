using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class PerformanceReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PredictionTask.BinaryClassification)]
    [InlineData(PredictionTask.MulticlassClassification)]
    [InlineData(PredictionTask.Regression)]
    public async Task Registered_File_IsLoaded(PredictionTask task)
    {
        using WatchedModel host = await RegisteredAsync(task, task switch
        {
            PredictionTask.Regression => LabelledData.Numbers().ToModelFile(),
            PredictionTask.MulticlassClassification => LabelledData.Classes().ToModelFile(),
            _ => LabelledData.Binary().ToModelFile(),
        });
        Assert.Single(host.Log.Of("PerformanceWatched"));
        Assert.Equal(task, host.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Estimates!.Reference.Task);
    }

    [Fact]
    public async Task Registered_FileOfAnotherTask_IsRefusedForGood()
    {
        using WatchedModel host = await RegisteredAsync(PredictionTask.MulticlassClassification, LabelledData.Binary().ToModelFile());
        _time.Advance(TimeSpan.FromMinutes(5));
        await host.RoundAsync();
        Assert.Contains("it is damaged", Assert.Single(host.Log.Of("PerformanceReferenceTrouble")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registered_FileWhoseDigestDiffers_IsRefusedForGood()
    {
        using WatchedModel host = new(_time, services: services =>
        {
            AddRegistry(services);
            ServiceDescriptor registry = services.Last(static descriptor => descriptor.ServiceType == typeof(IModelRegistry));
            services.AddSingleton<IModelRegistry>(provider => new TamperedRegistry((IModelRegistry)registry.ImplementationFactory!(provider)));
        });
        await RegisterAsync(host, LabelledData.Binary().ToModelFile());
        await host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        await host.RoundAsync();
        Assert.Single(host.Log.Of("PerformanceReferenceTrouble"));
        Assert.Null(host.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Estimates);
    }

    [Fact]
    public async Task File_OfTheSettings_IsReadAndTriedAgainWhenItFails()
    {
        string file = _folder.File("reference.json");
        await File.WriteAllBytesAsync(file, CbpeReferenceFile.Write(LabelledData.Binary()), TestContext.Current.CancellationToken);
        using WatchedModel host = new(_time, model => model.ReferenceFile = file);
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        await host.StartAsync();
        Assert.Contains("tried again", Assert.Single(host.Log.Of("PerformanceReferenceTrouble")), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await host.RoundAsync();
        Assert.Empty(host.Log.Of("PerformanceWatched"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await host.RoundAsync();
        Assert.Single(host.Log.Of("PerformanceWatched"));
    }

    private async Task<WatchedModel> RegisteredAsync(PredictionTask task, ModelFile file)
    {
        var host = new WatchedModel(_time, model => model.Task = task, services: AddRegistry);
        await RegisterAsync(host, file);
        return await host.StartAsync();
    }

    private static Task<ModelVersion> RegisterAsync(WatchedModel host, ModelFile file) => host.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
        new ModelRegistration
        {
            Model = WatchedModel.Model,
            Version = SemanticVersion.Parse(WatchedModel.Version),
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 }), file],
        },
        TestContext.Current.CancellationToken);

    private void AddRegistry(IServiceCollection services) => services.AddModelOps().AddRegistry(options => options.Path = _folder.File("registry"));

    private sealed class TamperedRegistry(IModelRegistry inner) : DelegatingModelRegistry(inner)
    {
        public override Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
            throw new ArtifactDigestMismatchException(CbpeReferenceFile.Name, "sha256:0", "sha256:1");
    }
}
