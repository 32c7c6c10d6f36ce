using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class TrackingStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddRegistry_Provider_HasTrackingAndArtifactsInTheSameFolder()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddRegistry(o => o.Path = _folder.Path).AddRegistry();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        ITrackingStore store = Assert.Single(provider.GetServices<ITrackingStore>());
        IArtifactStore artifacts = Assert.Single(provider.GetServices<IArtifactStore>());
        TrackingRun run = await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation);
        Assert.StartsWith(artifacts.RootUri, run.ArtifactUri, StringComparison.Ordinal);
        await artifacts.PutAsync(run.ArtifactUri[artifacts.RootUri.Length..] + "/f", new MemoryStream([1]), Cancellation);

        Assert.True(File.Exists(_folder.File("tracking.db")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "artifacts", "files", "0", run.Id, "artifacts", "f")));
    }

    [Fact]
    public void AddRegistry_HostsOwnStores_Stay()
    {
        using FolderArtifactStore own = FolderArtifactStore.Open(_folder.File("own"));
        using TrackingStore tracking = TrackingStore.OpenFolder(_folder.File("own"));
        ServiceCollection services = new();
        services.AddSingleton<IArtifactStore>(own).AddSingleton<ITrackingStore>(tracking);
        services.AddModelOps().AddRegistry(o => o.Path = _folder.Path);
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(own, provider.GetRequiredService<IArtifactStore>());
        Assert.Same(tracking, provider.GetRequiredService<ITrackingStore>());
    }

    [Fact]
    public async Task AddRegistry_BadTrackingSettings_StopTheStart()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ModelOps:Registry:Tracking:ArtifactRootUri"] = "no-slash:" });
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.Path);
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));
        Assert.Contains("ModelOps:Registry:Tracking:ArtifactRootUri is 'no-slash:'. Name a URI that ends with a slash", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenFolder_SeveralAtOnceOnANewFolder_ShareIt()
    {
        TrackingStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TrackingStore.OpenFolder(_folder.File("new")), Cancellation)));
        try
        {
            TrackingRun run = await stores[0].CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation);
            await Task.WhenAll(stores.Select((s, i) => Task.Run(
                async () =>
                {
                    for (int step = 0; step < 25; step++) { await s.LogMetricAsync(run.Id, new RunMetric("m", i, DateTimeOffset.UnixEpoch, (step * 4) + i), Cancellation); }
                },
                Cancellation)));

            Assert.Equal(100, (await stores[3].GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m" }, Cancellation)).Items.Count);
            Assert.Single((await stores[1].SearchExperimentsAsync(new ExperimentQuery(), Cancellation)).Items);
        }
        finally
        {
            foreach (TrackingStore store in stores) { store.Dispose(); }
        }
    }

    [Fact]
    public async Task OpenFolder_ReadOnly_ReadsAndRefusesToWrite()
    {
        string id;
        using (TrackingStore store = TrackingStore.OpenFolder(_folder.Path)) { id = (await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation)).Id; }
        using TrackingStore snapshot = TrackingStore.OpenFolder(new RegistryOptions { Path = _folder.Path, ReadOnly = true }, new TrackingOptions());

        Assert.Equal(id, (await snapshot.GetRunAsync(id, Cancellation)).Id);
        Assert.Equal(RegistryErrorCodes.ReadOnly, (await Assert.ThrowsAsync<RegistryStorageException>(() => snapshot.DeleteRunAsync(id, Cancellation))).Code);
    }

    [Fact]
    public async Task OpenFolder_DamagedFile_IsRefusedByItsName()
    {
        using (TrackingStore store = TrackingStore.OpenFolder(_folder.Path)) { await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation); }
        await File.WriteAllBytesAsync(_folder.File("tracking.db"), [.. Enumerable.Repeat((byte)7, 9000)], Cancellation);

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => TrackingStore.OpenFolder(_folder.Path));
        Assert.Equal(RegistryErrorCodes.Damaged, error.Code);
        Assert.Contains("'tracking.db'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenFolder_RegistrysFileUnderItsName_IsRefused()
    {
        using (EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path)) { await registry.ListModelsAsync(Cancellation); }
        File.Copy(_folder.File("registry.db"), _folder.File("tracking.db"));

        Assert.Contains("another program", Assert.Throws<RegistryStorageException>(() => TrackingStore.OpenFolder(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_AfterDispose_IsRefused()
    {
        TrackingStore store = TrackingStore.OpenFolder(_folder.Path);
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.GetRunAsync("x", Cancellation));
    }

    [Fact]
    public async Task AnyCall_Cancelled_DoesNothing()
    {
        using TrackingStore store = TrackingStore.OpenFolder(_folder.Path);
        TrackingRun run = await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation);
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.LogParamAsync(run.Id, "p", "1", source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetRunAsync(run.Id, source.Token));
        Assert.Empty((await store.GetRunAsync(run.Id, Cancellation)).Params);
    }
}
