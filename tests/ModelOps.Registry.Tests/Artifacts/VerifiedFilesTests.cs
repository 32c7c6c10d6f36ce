using ModelOps.Registry.Artifacts;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Artifacts;

public sealed class VerifiedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DigestOfAsync_ChangedWithSizeAndTimeKept_IsFound()
    {
        VerifiedFiles verified = new(enabled: true);
        string path = _folder.Write("file", [1, 2, 3]);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string first = await verified.DigestOfAsync(path, Cancellation);

        await File.WriteAllBytesAsync(path, [3, 2, 1], Cancellation);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotEqual(first, await verified.DigestOfAsync(path, Cancellation));
    }

    [Fact]
    public async Task DigestOfAsync_ReplacedByAFileOfTheSameSizeAndTime_IsFound()
    {
        VerifiedFiles verified = new(enabled: true);
        string path = _folder.Write("file", [1, 2, 3]);
        string other = _folder.Write("other", [3, 2, 1]);
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(path));
        string first = await verified.DigestOfAsync(path, Cancellation);

        File.Move(other, path, overwrite: true);

        Assert.NotEqual(first, await verified.DigestOfAsync(path, Cancellation));
    }

    [Fact]
    public void Identify_AFile_IsWhatTheSystemSays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "statx(2) is Linux's");
        string path = _folder.Write("file", [1, 2, 3]);
        DateTime time = new(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);

        FileIdentity identity = NativeFile.Identify(path)!.Value;

        Assert.Equal((3UL, time), (identity.Size, DateTime.UnixEpoch.AddTicks(identity.Modified / 100)));
        Assert.True(identity.Changed > identity.Modified);
        Assert.True(NativeFile.TryLink(path, _folder.File("link")));
        Assert.Equal(identity.Inode, NativeFile.Identify(_folder.File("link"))!.Value.Inode);
        Assert.NotEqual(identity, NativeFile.Identify(path)); // a new name changes the inode
        Assert.Null(NativeFile.Identify(_folder.File("absent")));
    }
}
