using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class ReferenceLoaderTests : IDisposable
{
    private static readonly DatasetProfile Reference = MonitoringData.Reference(2, 300, 16);
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_RegisteredProfile_IsWatchedUnderItsColumns()
    {
        using MonitoredReplica replica = await RegisteredAsync(
            new DatasetProfileBuilder().AddNumeric("age", PortableData.Uniform(1, 300)).AddNumeric("income", PortableData.Uniform(2, 300)).Build().ToModelFile());
        replica.Call(2, [0.25f, 0.75f]);
        DatasetProfile profile = new(replica.Traffic!.Reference.Features.Select(static feature => feature.Empty()));
        var sum = new BucketSum(replica.Traffic.Bins);
        replica.Traffic.Collect(cell => sum.Add(cell.Profile.Snapshot(), cell.Rows));
        Assert.Equal(
            DriftProfileFile.Write(profile.Merge(new DatasetProfileBuilder(replica.Traffic.Reference).AddNumeric("income", new double[] { 0.25 }).AddNumeric("age", new double[] { 0.75 }).Build())),
            DriftProfileFile.Write(sum.Snapshot()));
        Assert.Contains("2 features", Assert.Single(replica.Log.Of("ModelWatched")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_VersionWithoutProfile_IsLeftAloneAndToldOnce()
    {
        using MonitoredReplica replica = await RegisteredAsync();
        replica.Call(2, [0.25f, 0.75f]);
        await replica.StartAsync();
        Assert.Null(replica.Traffic);
        Assert.Contains("'demand' 1.0.0 is not watched", Assert.Single(replica.Log.Of("ModelNotWatched")), StringComparison.Ordinal);
        await replica.RoundAsync();
    }

    [Fact]
    public async Task Load_DamagedProfile_IsRefusedForGood()
    {
        using MonitoredReplica replica = await RegisteredAsync(ModelFile.FromBytes(DriftProfileFile.Name, "{}"u8.ToArray()));
        _time.Advance(TimeSpan.FromMinutes(5));
        await replica.StartAsync();
        Assert.Null(replica.Traffic);
        Assert.Single(replica.Log.Of("ReferenceRefused"));
    }

    [Fact]
    public async Task Load_ModelThatTheRegistryDoesNotHave_IsLeftAlone()
    {
        using MonitoredReplica replica = new(null, _time, services: AddRegistry);
        await replica.StartAsync();
        Assert.Single(replica.Log.Of("ModelNotWatched"));
    }

    [Fact]
    public async Task Load_File_IsReadAndTriedAgainWhenItFails()
    {
        string file = _folder.File("reference.json");
        await File.WriteAllBytesAsync(file, DriftProfileFile.Write(Reference), TestContext.Current.CancellationToken);
        using MonitoredReplica replica = new(null, _time, configure: options => options.Models["demand"] = new MonitoredModelOptions { ReferenceFile = file });
        File.Delete(file);
        await replica.StartAsync();
        Assert.Single(replica.Log.Of("ReferenceNotLoaded"));
        await File.WriteAllBytesAsync(file, DriftProfileFile.Write(Reference), TestContext.Current.CancellationToken);
        await replica.StartAsync();
        Assert.Null(replica.Traffic);
        _time.Advance(TimeSpan.FromMinutes(1));
        await replica.StartAsync();
        Assert.Equal(2, replica.Traffic!.Reference.Features.Count);
    }

    [Fact]
    public async Task Load_ModelSwitchedOff_IsNotLookedFor()
    {
        using MonitoredReplica replica = new(Reference, _time, configure: static options => options.Models["demand"] = new MonitoredModelOptions { Enabled = false });
        await replica.StartAsync();
        replica.Call(2, [0.5f, 0.5f]);
        Assert.Null(replica.Traffic);
        Assert.Empty(replica.Log.Of("ModelNotWatched"));
    }

    [Fact]
    public async Task Clean_VersionThatNobodyCalls_IsForgottenAndComesBack()
    {
        using MonitoredReplica replica = await new MonitoredReplica(Reference, _time).StartAsync();
        replica.Call(2, [0.5f, 0.5f]);
        await replica.RoundAsync();
        VersionTraffic first = replica.Traffic!;
        for (int hour = 0; hour < 27; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1.01));
            await replica.RoundAsync();
        }

        Assert.Null(replica.Traffic);
        replica.Call(2, [0.5f, 0.5f]);
        await replica.StartAsync();
        Assert.NotSame(first, replica.Traffic);
    }

    private async Task<MonitoredReplica> RegisteredAsync(params ModelFile[] files)
    {
        var replica = new MonitoredReplica(null, _time, services: AddRegistry);
        await replica.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
            new ModelRegistration
            {
                Model = MonitoredReplica.Model,
                Version = SemanticVersion.Parse(MonitoredReplica.Version),
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 }), .. files],
                Parameters = new Dictionary<string, string> { ["features"] = "income age" },
            },
            TestContext.Current.CancellationToken);
        return await replica.StartAsync();
    }

    private void AddRegistry(IServiceCollection services) => services.AddModelOps().AddRegistry(options => options.Path = _folder.File("registry"));
}
