using ModelOps.Registry.Dvc;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Dvc;

public sealed class DvcFullDiskTests : IDisposable
{
    private const int Large = 3 << 20;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_FullDisk_LeavesTheDvcFileAsItWas()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        string data = Path.Combine(disk.Path, "data.bin");
        DvcRepository repository = DvcRepository.Open(disk.Path);
        await File.WriteAllBytesAsync(data, [1], Cancellation);
        await repository.AddAsync("data.bin", Cancellation);
        string before = await File.ReadAllTextAsync(data + ".dvc", Cancellation);
        await File.WriteAllBytesAsync(data, new byte[Large], Cancellation);
        disk.Fill();

        await RefusedAsync(() => repository.AddAsync("data.bin", Cancellation), RegistryErrorCodes.Full);

        Assert.Equal(before, await File.ReadAllTextAsync(data + ".dvc", Cancellation));
        AssertNothingUnfinished(disk.Path);
        disk.Empty();
        await repository.AddAsync("data.bin", Cancellation);
        await repository.VerifyAsync("data.bin.dvc", Cancellation);
    }

    [Fact]
    public async Task PullAndCheckout_FullDisk_GoOnOnceThereIsSpace()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        (FolderDvcRemote remote, string dvc) = await PushedAsync();
        await File.WriteAllTextAsync(Path.Combine(disk.Path, "data.bin.dvc"), dvc, Cancellation);
        DvcRepository repository = DvcRepository.Open(disk.Path);
        disk.Fill();
        await RefusedAsync(() => repository.PullAsync("data.bin.dvc", remote, Cancellation), RegistryErrorCodes.Full);
        AssertNothingUnfinished(disk.Path);
        disk.Empty();
        Assert.Equal(1, await repository.PullAsync("data.bin.dvc", remote, Cancellation));
        disk.Fill();

        await RefusedAsync(() => repository.CheckoutAsync("data.bin.dvc", cancellationToken: Cancellation), RegistryErrorCodes.Full);

        Assert.False(File.Exists(Path.Combine(disk.Path, "data.bin")));
        AssertNothingUnfinished(disk.Path);
        disk.Empty();
        Assert.Equal(["data.bin"], await repository.CheckoutAsync("data.bin.dvc", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Push_RemoteThatIsFullOrReadOnly_IsRefusedAndGoesOnLater()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        (_, _) = await PushedAsync();
        DvcRepository repository = DvcRepository.Open(_folder.File("here"));
        FolderDvcRemote remote = new(disk.Path);
        disk.Fill();

        await RefusedAsync(() => repository.PushAsync("data.bin.dvc", remote, Cancellation), RegistryErrorCodes.Full);
        disk.Empty();
        disk.Remount("ro");
        await RefusedAsync(() => repository.PushAsync("data.bin.dvc", remote, Cancellation), RegistryErrorCodes.Unavailable);
        disk.Remount("rw");

        AssertNothingUnfinished(disk.Path);
        Assert.Equal(1, await repository.PushAsync("data.bin.dvc", remote, Cancellation));
    }

    private static async Task RefusedAsync(Func<Task> call, string code)
    {
        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(call);
        Assert.Equal((ModelOpsErrorKind.Unavailable, code), (error.Kind, error.Code));
    }

    private static void AssertNothingUnfinished(string folder) => Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));

    private async Task<(FolderDvcRemote Remote, string Dvc)> PushedAsync()
    {
        byte[] bytes = new byte[Large];
        new Random(7).NextBytes(bytes);
        Directory.CreateDirectory(_folder.File("here"));
        await File.WriteAllBytesAsync(_folder.File("here/data.bin"), bytes, Cancellation);
        FolderDvcRemote remote = new(_folder.File("remote"));
        DvcRepository here = DvcRepository.Open(_folder.File("here"));
        await here.AddAsync("data.bin", Cancellation);
        await here.PushAsync("data.bin.dvc", remote, Cancellation);
        return (remote, await File.ReadAllTextAsync(_folder.File("here/data.bin.dvc"), Cancellation));
    }
}
