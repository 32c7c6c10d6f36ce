using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class EmbeddedModelRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_Again_ShowsWhatWasThere()
    {
        ModelVersion version;
        ModelAlias alias;
        using (EmbeddedModelRegistry first = Open())
        {
            version = await RegisterAsync(first);
            alias = await first.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        }

        using EmbeddedModelRegistry second = Open();

        Assert.Equal(version.CreatedAt, (await second.ResolveAsync(ModelReference.Parse("demand@champion"), Cancellation)).CreatedAt);
        Assert.Equal([alias], await second.ListAliasesAsync("demand", Cancellation));
        Assert.Equal(_time.GetUtcNow(), version.CreatedAt);
    }

    [Fact]
    public async Task WatchAsync_EventOfAnotherInstance_ComesWithTheNextPoll()
    {
        using EmbeddedModelRegistry watched = Open();
        using EmbeddedModelRegistry other = Open();
        await using IAsyncEnumerator<RegistryEvent> watch = watched.WatchAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await RegisterAsync(other);
        Assert.False(next.IsCompleted);
        _time.Advance(new RegistryOptions().PollInterval);

        Assert.True(await next);
        Assert.Equal(1, watch.Current.Number);
    }

    [Fact]
    public async Task WatchAsync_EventOfItsOwn_ComesWithoutAPoll()
    {
        using EmbeddedModelRegistry registry = Open(); // whose clock stands still
        await using IAsyncEnumerator<RegistryEvent> watch = registry.WatchAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await RegisterAsync(registry);

        Assert.True(await next);
    }

    [Fact]
    public async Task FetchAsync_PackageWithAnExtraFile_IsBuiltAnewAndSaid()
    {
        FakeLogCollector logs = new();
        using EmbeddedModelRegistry registry = Open(logs);
        ModelVersion version = await RegisterAsync(registry);
        ModelPackage package = await registry.FetchAsync(version, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(package.Directory, "external.data"), "planted", Cancellation);

        ModelPackage again = await registry.FetchAsync(version, Cancellation);

        Assert.Equal(["model.onnx"], Directory.EnumerateFileSystemEntries(again.Directory).Select(Path.GetFileName));
        Assert.Contains(logs.GetSnapshot(), static r => r.Id.Id == 3031 && r.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task FetchAsync_PackageWithALinkInPlaceOfAFile_IsBuiltAnew()
    {
        using EmbeddedModelRegistry registry = Open();
        ModelVersion version = await RegisterAsync(registry);
        string file = Path.Combine((await registry.FetchAsync(version, Cancellation)).Directory, "model.onnx");
        string elsewhere = _folder.Write("elsewhere", await File.ReadAllBytesAsync(file, Cancellation));
        File.Delete(file);
        File.CreateSymbolicLink(file, elsewhere);

        await registry.FetchAsync(version, Cancellation);

        Assert.False(File.GetAttributes(file).HasFlag(FileAttributes.ReparsePoint));
    }

    [Fact]
    public async Task FetchAsync_PackagesFolderDeleted_IsBuiltAnew()
    {
        using EmbeddedModelRegistry registry = Open();
        ModelVersion version = await RegisterAsync(registry);
        await registry.FetchAsync(version, Cancellation);
        Directory.Delete(Path.Combine(_folder.Path, "packages"), recursive: true);

        ModelPackage package = await registry.FetchAsync(version, Cancellation);

        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(package.Directory, "model.onnx"), Cancellation));
    }

    [Fact]
    public async Task FetchAsync_TamperedBytes_IsLoggedAsAnError()
    {
        FakeLogCollector logs = new();
        using EmbeddedModelRegistry registry = Open(logs);
        ModelVersion version = await RegisterAsync(registry);
        RegistryFolder.Tamper(_folder.Path, version.Files[0]);

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => registry.FetchAsync(version, Cancellation));

        Assert.Contains(logs.GetSnapshot(), static r => r.Id.Id == 3030 && r.Level == LogLevel.Error);
    }

    [Fact]
    public void Open_LeftoversOfAnEndedProcess_AreRemoved()
    {
        string ended = Directory.CreateDirectory(_folder.File("temp/ended")).FullName;
        File.WriteAllText(Path.Combine(ended, "lease"), "");
        File.WriteAllText(Path.Combine(ended, "half"), "bytes");

        using EmbeddedModelRegistry registry = Open();

        Assert.False(Directory.Exists(ended));
    }

    [Fact]
    public void Open_LeftoversWithoutLease_AreRemovedOnceTheyAreOld()
    {
        string started = Directory.CreateDirectory(_folder.File("temp/started")).FullName;
        Directory.SetLastWriteTimeUtc(started, _time.GetUtcNow().UtcDateTime);

        using (Open()) { Assert.True(Directory.Exists(started)); } // its owner may be about to take the lease
        _time.Advance(TimeSpan.FromHours(2));
        using (Open()) { Assert.False(Directory.Exists(started)); }
    }

    [Fact]
    public async Task AnyCall_AfterDispose_Throws()
    {
        EmbeddedModelRegistry registry = Open();
        ModelVersion version = await RegisterAsync(registry);
        registry.Dispose();
        registry.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => registry.ListModelsAsync(Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => registry.FetchAsync(version, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => registry.RemoveAliasAsync("demand", "champion", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RegisterAsync(registry));
        Assert.Empty(Directory.EnumerateDirectories(_folder.File("temp")));
    }

    [Fact]
    public void Open_BadOptions_NamesAllOfThem()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EmbeddedModelRegistry.Open(
            new RegistryOptions { Path = " ", PollInterval = TimeSpan.Zero, BusyTimeout = TimeSpan.FromDays(1), MaxVersionBytes = 0 }));

        foreach (string key in new[] { "Path", "PollInterval", "BusyTimeout", "MaxVersionBytes" })
        {
            Assert.Contains($"ModelOps:Registry:{key}", error.Message, StringComparison.Ordinal);
        }
    }

    private EmbeddedModelRegistry Open(FakeLogCollector? logs = null)
    {
        using LoggerFactory? factory = logs is null ? null : new LoggerFactory([new FakeLoggerProvider(logs)]);
        return EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path }, _time, factory);
    }

    private static Task<ModelVersion> RegisterAsync(EmbeddedModelRegistry registry) => registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "weights"u8.ToArray())] }, Cancellation);
}
