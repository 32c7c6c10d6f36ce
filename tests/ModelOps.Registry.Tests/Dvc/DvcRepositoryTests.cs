using ModelOps.Registry.Dvc;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Dvc;

public sealed class DvcRepositoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DvcRepository _here;
    private readonly DvcRepository _there;
    private readonly FolderDvcRemote _remote;

    public DvcRepositoryTests()
    {
        Directory.CreateDirectory(_folder.File("here/data/raw/b"));
        Directory.CreateDirectory(_folder.File("there/data"));
        File.WriteAllText(_folder.File("here/data/raw/a.bin"), "hello");
        File.WriteAllText(_folder.File("here/data/raw/b/1.txt"), "");
        File.WriteAllText(_folder.File("here/data/raw/b/ü.txt"), "x");
        _here = DvcRepository.Open(_folder.File("here"), Quick());
        _there = DvcRepository.Open(_folder.File("there"), Quick());
        _remote = new FolderDvcRemote(_folder.File("remote"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_Directory_IsAsDvcWouldHaveIt()
    {
        DvcFile file = await _here.AddAsync("data/raw");
        await _here.AddAsync("data/raw");

        Assert.Equal("outs:\n- md5: a0a483b4620250dfd981d740c652f395.dir\n  size: 6\n  nfiles: 3\n  hash: md5\n  path: raw\n", await File.ReadAllTextAsync(_folder.File("here/data/raw.dvc")));
        Assert.Equal("/raw\n", await File.ReadAllTextAsync(_folder.File("here/data/.gitignore")));
        Assert.True(file.Outputs[0].IsDirectory);
        string cached = _folder.File("here/.dvc/cache/files/md5/a0/a483b4620250dfd981d740c652f395.dir");
        Assert.True(File.Exists(cached));
        Assert.Equal("hello", await File.ReadAllTextAsync(_folder.File("here/.dvc/cache/files/md5/5d/41402abc4b2a76b9719d911017c592")));
        if (!OperatingSystem.IsWindows()) { Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(cached)); }
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories), static _ => true);
    }

    [Fact]
    public async Task PushThenPull_DirectoryAndFile_ArriveAsTheyWere()
    {
        File.WriteAllText(_folder.File("here/data/one.csv"), "a,b\r\n1,2\r\n");
        await _here.AddAsync("data/raw");
        await _here.AddAsync("data/one.csv");
        Assert.Equal(4, await _here.PushAsync("data/raw.dvc", _remote));
        Assert.Equal(1, await _here.PushAsync("data/one.csv.dvc", _remote));
        Assert.Equal(0, await _here.PushAsync("data/raw.dvc", _remote));
        foreach (string name in new[] { "raw.dvc", "one.csv.dvc" }) { File.Copy(_folder.File($"here/data/{name}"), _folder.File($"there/data/{name}")); }

        Assert.Equal(4, await _there.PullAsync("data/raw.dvc", _remote));
        Assert.Equal(1, await _there.PullAsync("data/one.csv.dvc", _remote));
        Assert.Equal(["data/raw/a.bin", "data/raw/b/1.txt", "data/raw/b/ü.txt"], await _there.CheckoutAsync("data/raw.dvc"));
        await _there.CheckoutAsync("data/one.csv.dvc");

        Assert.Equal("x", await File.ReadAllTextAsync(_folder.File("there/data/raw/b/ü.txt")));
        Assert.Equal("a,b\r\n1,2\r\n", await File.ReadAllTextAsync(_folder.File("there/data/one.csv")));
        Assert.Empty(await _there.CheckoutAsync("data/raw.dvc"));
        await _there.VerifyAsync("data/raw.dvc");
        await File.AppendAllTextAsync(_folder.File("there/data/raw/a.bin"), "!"); // what is checked out may be written
    }

    [Fact]
    public async Task Checkout_UnsavedFiles_AreKeptUnlessForced()
    {
        await _here.AddAsync("data/raw");
        File.WriteAllText(_folder.File("here/data/raw/a.bin"), "edited");
        File.WriteAllText(_folder.File("here/data/raw/new.txt"), "new");
        File.Copy(_folder.File("here/data/raw/b/ü.txt"), _folder.File("here/data/raw/copy.txt"));

        DvcException refused = await Assert.ThrowsAsync<DvcException>(() => _here.CheckoutAsync("data/raw.dvc"));
        Assert.Equal("edited", await File.ReadAllTextAsync(_folder.File("here/data/raw/a.bin")));
        IReadOnlyList<string> changed = await _here.CheckoutAsync("data/raw.dvc", force: true);

        Assert.Equal((DvcErrorCodes.Unsaved, ModelOpsErrorKind.Conflict), (refused.Code, refused.Kind));
        Assert.Contains("2 file(s)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["data/raw/a.bin", "data/raw/copy.txt", "data/raw/new.txt"], changed);
        Assert.Equal("hello", await File.ReadAllTextAsync(_folder.File("here/data/raw/a.bin")));
    }

    [Fact]
    public async Task Checkout_CacheDamaged_WritesNothingOfIt()
    {
        await _here.AddAsync("data/raw");
        string cached = _folder.File("here/.dvc/cache/files/md5/5d/41402abc4b2a76b9719d911017c592");
        File.Delete(_folder.File("here/data/raw/a.bin"));
        File.SetAttributes(cached, FileAttributes.Normal);
        File.WriteAllText(cached, "evil!");

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _here.CheckoutAsync("data/raw.dvc"));
        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _here.VerifyAsync("data/raw.dvc"));
        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _here.PushAsync("data/raw.dvc", _remote));

        Assert.Equal("data/raw/a.bin", error.Artifact);
        Assert.False(File.Exists(_folder.File("here/data/raw/a.bin")));
        Assert.False(File.Exists(_folder.File("remote/files/md5/5d/41402abc4b2a76b9719d911017c592")));
    }

    [Fact]
    public async Task Pull_RemoteDamagedOrIncomplete_KeepsNothingOfIt()
    {
        await _here.AddAsync("data/raw");
        await _here.PushAsync("data/raw.dvc", _remote);
        File.Copy(_folder.File("here/data/raw.dvc"), _folder.File("there/data/raw.dvc"));
        string far = _folder.File("remote/files/md5/5d/41402abc4b2a76b9719d911017c592");
        File.SetAttributes(far, FileAttributes.Normal);
        File.WriteAllText(far, "evil!");

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _there.PullAsync("data/raw.dvc", _remote));
        Assert.False(File.Exists(_folder.File("there/.dvc/cache/files/md5/5d/41402abc4b2a76b9719d911017c592")));
        File.Delete(far);
        DvcException missing = await Assert.ThrowsAsync<DvcException>(() => _there.PullAsync("data/raw.dvc", _remote));
        DvcException notPulled = await Assert.ThrowsAsync<DvcException>(() => _there.CheckoutAsync("data/raw.dvc"));

        Assert.Equal((DvcErrorCodes.Missing, DvcErrorCodes.Missing), (missing.Code, notPulled.Code));
        Assert.Contains("Pull it first", notPulled.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories), static _ => true);
    }

    [Fact]
    public async Task Legacy_CacheOfDvc2_IsReadAndPushedInItsOwnLayout()
    {
        byte[] text = "a,b\r\n1,2\r\n"u8.ToArray();
        string hash = DvcHash.OfBytes("a,b\n1,2\n"u8);
        Directory.CreateDirectory(_folder.File($"here/.dvc/cache/{hash[..2]}"));
        await File.WriteAllBytesAsync(_folder.File($"here/.dvc/cache/{hash[..2]}/{hash[2..]}"), text);
        await File.WriteAllTextAsync(_folder.File("here/data/old.csv.dvc"), $"outs:\n- md5: {hash}\n  size: 10\n  path: old.csv\n");

        Assert.Equal(["data/old.csv"], await _here.CheckoutAsync("data/old.csv.dvc"));
        Assert.Equal(1, await _here.PushAsync("data/old.csv.dvc", _remote));
        await File.WriteAllBytesAsync(_folder.File("here/data/old.csv"), "a,b\n1,2\n"u8.ToArray());

        Assert.Empty(await _here.CheckoutAsync("data/old.csv.dvc")); // for DVC 2 the same content
        Assert.True(File.Exists(_folder.File($"remote/{hash[..2]}/{hash[2..]}")));
        Assert.False((await _here.AddAsync("data/old.csv")).Outputs[0].IsLegacy); // adding writes the current form
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("../.dvc/config")]
    [InlineData("../.git/hooks/pre-commit")]
    [InlineData("..")]
    public async Task Checkout_PathLeadsOut_IsRefused(string path)
    {
        await _here.AddAsync("data/raw/a.bin");
        await File.WriteAllTextAsync(_folder.File("here/data/evil.dvc"), $"outs:\n- md5: 5d41402abc4b2a76b9719d911017c592\n  hash: md5\n  path: {path}\n");

        Assert.Equal(DvcErrorCodes.Invalid, (await Assert.ThrowsAsync<DvcException>(() => _here.CheckoutAsync("data/evil.dvc"))).Code);
        Assert.False(File.Exists(_folder.File("outside")));
    }

    [Fact]
    public async Task Links_AreNeitherFollowedNorAdded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        await _here.AddAsync("data/raw");
        Directory.Delete(_folder.File("here/data/raw"), recursive: true);
        Directory.CreateDirectory(_folder.File("elsewhere"));
        Directory.CreateSymbolicLink(_folder.File("here/data/raw"), _folder.File("elsewhere"));
        Directory.CreateDirectory(_folder.File("here/linked"));
        File.CreateSymbolicLink(_folder.File("here/linked/passwd"), "/etc/passwd");

        Assert.Equal(DvcErrorCodes.Invalid, (await Assert.ThrowsAsync<DvcException>(() => _here.CheckoutAsync("data/raw.dvc"))).Code);
        Assert.Equal(DvcErrorCodes.Invalid, (await Assert.ThrowsAsync<DvcException>(() => _here.AddAsync("linked"))).Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("elsewhere")));
    }

    [Fact]
    public async Task Add_UnderIgnorePatterns_IsRefusedRatherThanHashedOtherwise()
    {
        await File.WriteAllTextAsync(_folder.File("here/.dvcignore"), "# only a comment\n");
        await _here.AddAsync("data/raw");
        await File.WriteAllTextAsync(_folder.File("here/.dvcignore"), "# comment\n*.tmp\n");

        DvcException error = await Assert.ThrowsAsync<DvcException>(() => _here.AddAsync("data/raw"));

        Assert.Contains(".dvcignore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_RemoteBusy_IsTriedAgain()
    {
        await _here.AddAsync("data/raw");
        FlakyRemote flaky = new(_remote, failures: 2);

        Assert.Equal(4, await _here.PushAsync("data/raw.dvc", flaky));
        await Assert.ThrowsAsync<DvcException>(() => _here.PushAsync("data/raw.dvc", new FlakyRemote(_remote, failures: 100)));
    }

    private static DvcOptions Quick() => new() { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 2, MaxConcurrency = 1 };

    private sealed class FlakyRemote(IDvcRemote inner, int failures) : IDvcRemote
    {
        private int _left = failures;

        public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _left) >= 0 ? throw DvcException.RemoteUnavailable("a test says so") : inner.ExistsAsync(key, cancellationToken);

        public Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default) => inner.OpenReadAsync(key, cancellationToken);

        public Task WriteAsync(string key, Stream content, CancellationToken cancellationToken = default) => inner.WriteAsync(key, content, cancellationToken);
    }
}
