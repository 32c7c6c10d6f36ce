using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Gc;

public sealed class GarbageTests : IDisposable
{
    private static readonly GarbageOptions Options = new() { MinimumAge = TimeSpan.FromHours(1), GracePeriod = TimeSpan.FromHours(2), KeepDeletedFor = TimeSpan.FromDays(3) };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow.AddDays(1)); // ahead of the disk's clock, so that what is stored now is old enough
    private readonly EmbeddedModelRegistry _registry;

    public GarbageTests() => _registry = EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path }, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CollectGarbageAsync_NothingDeleted_KeepsAll()
    {
        await RegisterAsync("a");
        await RegisterAsync("bb");

        GarbageReport report = await CollectAsync();

        Assert.Equal((new GarbageCount(2, 3), new GarbageCount(0, 0), new GarbageCount(0, 0)), (report.Kept, report.Marked, report.Removed));
    }

    [Fact]
    public async Task CollectGarbageAsync_DeletedVersion_IsKeptThenMarkedThenRemoved()
    {
        ModelVersion version = await RegisterAsync("abc");
        await RegisterAsync("stays");
        string package = (await _registry.FetchAsync(version, Cancellation)).Directory;
        await DeleteAsync(1);

        Assert.Equal(new GarbageCount(2, 8), (await CollectAsync()).Kept);
        _time.Advance(TimeSpan.FromDays(4));
        GarbageReport marking = await CollectAsync();
        Assert.Equal((new GarbageCount(1, 3), new GarbageCount(1, 5), new GarbageCount(1, 3)), (marking.Marked, marking.Kept, marking.PackagesRemoved));
        Assert.False(Directory.Exists(package));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new GarbageCount(1, 3), (await CollectAsync()).Waiting);
        Assert.True(Exists("abc"));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new GarbageCount(1, 3), (await CollectAsync()).Removed);
        Assert.False(Exists("abc"));
        Assert.True(Exists("stays"));
        Assert.True((await _registry.VerifyAsync(Cancellation)).IsIntact);
    }

    [Fact]
    public async Task CollectGarbageAsync_DryRun_SaysTheBytesAndDoesNothing()
    {
        await RegisterAsync("abc");
        await _registry.FetchAsync((await _registry.ListVersionsAsync("demand", Cancellation))[0], Cancellation);
        await DeleteAsync(1);
        _time.Advance(TimeSpan.FromDays(4));

        GarbageReport first = await CollectAsync(dryRun: true);
        Assert.Equal((true, new GarbageCount(1, 3), new GarbageCount(1, 3)), (first.DryRun, first.Marked, first.PackagesRemoved));
        Assert.Equal(first, await CollectAsync(dryRun: true)); // nothing was marked
        await CollectAsync();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new GarbageCount(1, 3), (await CollectAsync(dryRun: true)).Removed);
        Assert.True(Exists("abc"));
    }

    [Fact]
    public async Task CollectGarbageAsync_MarkedContentRegisteredAgain_IsRevived()
    {
        await RegisterAsync("abc");
        await DeleteAsync(1);
        _time.Advance(TimeSpan.FromDays(4));
        await CollectAsync();

        ModelVersion again = await RegisterAsync("abc");
        _time.Advance(TimeSpan.FromDays(1));
        GarbageReport report = await CollectAsync();

        Assert.Equal((new GarbageCount(1, 3), new GarbageCount(0, 0)), (report.Kept, report.Removed));
        await _registry.FetchAsync(again, Cancellation);
    }

    [Fact]
    public async Task CollectGarbageAsync_SharedContent_StaysForTheOtherVersion()
    {
        await RegisterAsync("shared");
        ModelVersion second = await RegisterAsync("shared");
        await DeleteAsync(1);
        _time.Advance(TimeSpan.FromDays(4));

        Assert.Equal(0, (await CollectAsync()).Marked.Count);
        await _registry.FetchAsync(second, Cancellation);
    }

    [Fact]
    public async Task CollectGarbageAsync_YoungOrphan_IsLeftAlone()
    {
        string orphan = Orphan("orphan");
        File.SetLastWriteTimeUtc(orphan, _time.GetUtcNow().UtcDateTime.AddMinutes(-59));
        Assert.Equal((0L, 1L), await CountAsync());

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((1L, 0L), await CountAsync());

        async Task<(long Marked, long Kept)> CountAsync()
        {
            GarbageReport report = await CollectAsync(dryRun: true);
            return (report.Marked.Count, report.Kept.Count);
        }
    }

    [Fact]
    public async Task CollectGarbageAsync_WhileOthersRegisterTheSameContents_LosesNone()
    {
        GarbageOptions eager = Options with { MinimumAge = TimeSpan.FromMinutes(1), GracePeriod = TimeSpan.Zero, KeepDeletedFor = TimeSpan.Zero };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        long removed = 0;
        Task collecting = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    removed += (await _registry.CollectGarbageAsync(eager, Cancellation)).Removed.Count;
                    _time.Advance(TimeSpan.FromSeconds(1));
                }
            },
            Cancellation);

        for (int i = 0; i < 150; i++)
        {
            ModelVersion version = await RegisterAsync($"content {i % 3}"); // over and over the same, some of them marked or just removed
            await _registry.FetchAsync(version, Cancellation);
            await DeleteAsync(version.Number);
        }

        await stop.CancelAsync();
        await collecting;
        Assert.True(removed > 0, "nothing was ever removed, so nothing was tried");
        Assert.True((await _registry.VerifyAsync(Cancellation)).IsIntact);
    }

    [Fact]
    public async Task CollectGarbageAsync_BadOptions_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _registry.CollectGarbageAsync(new GarbageOptions { MinimumAge = TimeSpan.Zero }, Cancellation));

    private Task<GarbageReport> CollectAsync(bool dryRun = false) => _registry.CollectGarbageAsync(Options with { DryRun = dryRun }, Cancellation);

    private Task<ModelVersion> RegisterAsync(string content) => _registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(content))] }, Cancellation);

    private Task DeleteAsync(long number) => _registry.DeleteAsync(new RegistryDeletion { Model = "demand", Number = number }, Cancellation);

    private bool Exists(string content) => File.Exists(PathOf(content));

    private string PathOf(string content) => RegistryFolder.BlobPath(
        _folder.Path, "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content))));

    private string Orphan(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(content))!);
        File.WriteAllText(PathOf(content), content);
        return PathOf(content);
    }
}
