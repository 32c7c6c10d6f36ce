using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Files => Path.Combine(_folder.Path, "files");

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public async Task AnyCall_SymbolicLinkOnTheWay_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a privilege on Windows.");
        _outside.Write("secret", "secret"u8.ToArray());
        using FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path);
        await PutAsync(store, "a/f", "x");
        Directory.CreateSymbolicLink(Path.Combine(Files, "a", "out"), _outside.Path);
        File.CreateSymbolicLink(Path.Combine(Files, "a", "link"), _outside.File("secret"));

        foreach (string path in (string[])["a/out/secret", "a/link", "a/out"])
        {
            await Assert.ThrowsAsync<ArtifactPathException>(() => store.OpenAsync(path, cancellationToken: Cancellation));
            await Assert.ThrowsAsync<ArtifactPathException>(() => PutAsync(store, path, "evil"));
            await Assert.ThrowsAsync<ArtifactPathException>(() => store.DeleteAsync(path, Cancellation));
            await Assert.ThrowsAsync<ArtifactPathException>(() => store.BeginUploadAsync(path, Cancellation));
            await Assert.ThrowsAsync<ArtifactPathException>(() => store.ListAsync(path, cancellationToken: Cancellation));
        }

        Assert.Equal(["a/f"], (await store.ListAsync("a", cancellationToken: Cancellation)).Select(static e => e.Path));
        Assert.True(await store.DeleteAsync("a", Cancellation)); // the links go, what they point at stays
        Assert.Equal("secret", await File.ReadAllTextAsync(_outside.File("secret"), Cancellation));
    }

    [Fact]
    public async Task PutAsync_FileWhereAFolderIs_IsRefused()
    {
        using FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path);
        await PutAsync(store, "a/f", "x");

        await Assert.ThrowsAsync<ArtifactPathException>(() => PutAsync(store, "a", "y"));
        await Assert.ThrowsAsync<ArtifactPathException>(() => PutAsync(store, "a/f/g", "y"));
        Assert.False(RegistryFolder.HasLeftovers(_folder.Path));
    }

    [Fact]
    public async Task OpenAsync_ReplacedAndDeletedMeanwhile_ReadsWhatWasOpened()
    {
        using FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path);
        await PutAsync(store, "f", "old");
        await using ArtifactContent content = await store.OpenAsync("f", cancellationToken: Cancellation);
        await PutAsync(store, "f", "new");
        await store.DeleteAsync("f", Cancellation);

        using StreamReader reader = new(content.Stream, Encoding.UTF8, leaveOpen: true);
        Assert.Equal("old", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Upload_AcrossOpenings_GoesOnUntilItIsTooOld()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        string id;
        ArtifactPart first;
        using (FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path, timeProvider: time))
        {
            id = await store.BeginUploadAsync("f", Cancellation);
            first = await store.PutPartAsync("f", id, 1, new MemoryStream("ab"u8.ToArray()), Cancellation);
        }

        time.Advance(TimeSpan.FromDays(6));
        using (FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path, timeProvider: time))
        {
            await store.PutPartAsync("f", id, 2, new MemoryStream("cd"u8.ToArray()), Cancellation);
        }

        time.Advance(TimeSpan.FromDays(8));
        using (FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path, timeProvider: time))
        {
            await Assert.ThrowsAsync<ArtifactUploadException>(() => store.CompleteUploadAsync("f", id, [first], Cancellation));
        }
    }

    [Fact]
    public async Task PutAsync_Cancelled_LeavesNothing()
    {
        using FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path);
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync("f", new MemoryStream([1]), source.Token));
        Assert.Empty(await store.ListAsync("", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task AnyCall_AfterDispose_IsRefused()
    {
        FolderArtifactStore store = FolderArtifactStore.Open(_folder.Path);
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => PutAsync(store, "f", "x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.OpenAsync("f", cancellationToken: Cancellation));
    }

    [Fact]
    public void Open_BadSettings_SaysAllThatIsWrong()
    {
        TrackingOptions options = new() { ArtifactRootUri = "/x", MaxArtifactBytes = 0, UploadLifetime = TimeSpan.FromMinutes(1) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => FolderArtifactStore.Open(_folder.Path, options));
        Assert.Contains("ModelOps:Registry:Tracking:ArtifactRootUri is '/x'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Tracking:MaxArtifactBytes is '0'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Tracking:UploadLifetime is '00:01:00'", error.Message, StringComparison.Ordinal);
    }

    private static Task PutAsync(FolderArtifactStore store, string path, string content) =>
        store.PutAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), Cancellation);
}
