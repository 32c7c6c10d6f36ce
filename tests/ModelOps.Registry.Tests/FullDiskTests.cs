using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class FullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RegisterAsync_FilesLargerThanTheDisk_IsFullAndLeavesNothing()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(disk.Path);
        await RegisterAsync(registry, 10);

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => RegisterAsync(registry, 8 << 20));

        Assert.Equal((RegistryErrorCodes.Full, ModelOpsErrorKind.Unavailable), (error.Code, error.Kind));
        Assert.False(RegistryFolder.HasLeftovers(disk.Path));
        Assert.Equal(2, (await RegisterAsync(registry, 11)).Number);
    }

    [Fact]
    public async Task AnyWrite_DiskFull_IsFullAndWorksAgainOnceThereIsSpace()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(disk.Path);
        await RegisterAsync(registry, 10);
        disk.Fill();

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(async () =>
        {
            for (int i = 0; i < 1000; i++) { await MoveAsync(registry, $"alias-{i}"); } // the log of SQLite has some room left
        });
        int moved = (await registry.ListAliasesAsync("demand", Cancellation)).Count;
        Assert.Equal(RegistryErrorCodes.Full, error.Code);
        Assert.Equal(1 + moved, (await registry.ReadEventsAsync(0, 10_000, Cancellation)).Count);

        disk.Empty();
        await MoveAsync(registry, "after");
        Assert.Equal(moved + 1, (await registry.ListAliasesAsync("demand", Cancellation)).Count);
    }

    [Fact]
    public async Task Open_ReadOnlyDisk_IsUnavailableAndChangesNothing()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        using (EmbeddedModelRegistry seeded = EmbeddedModelRegistry.Open(disk.Path)) { await RegisterAsync(seeded, 10); }
        disk.Remount("ro");

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => EmbeddedModelRegistry.Open(disk.Path));

        Assert.Equal((RegistryErrorCodes.Unavailable, ModelOpsErrorKind.Unavailable), (error.Code, error.Kind));
        Assert.DoesNotContain(disk.Path, error.Message, StringComparison.Ordinal);
        disk.Remount("rw");
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(disk.Path);
        Assert.Equal(2, (await RegisterAsync(registry, 11)).Number);
    }

    [Fact]
    public void Open_FileWhereTheFolderShouldBe_IsUnavailable()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("file", [1]);

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => EmbeddedModelRegistry.Open(file));

        Assert.Equal(RegistryErrorCodes.Unavailable, error.Code);
        Assert.Contains("ModelOps:Registry:Path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisterAsync_MoreThanMaxVersionBytes_IsRefusedAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(new RegistryOptions { Path = folder.Path, MaxVersionBytes = 100 });
        ModelRegistration registration = new()
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("a", new byte[60]), ModelFile.FromBytes("b", new byte[41])],
        };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => registry.RegisterAsync(registration, Cancellation));

        Assert.Contains("ModelOps:Registry:MaxVersionBytes", error.Message, StringComparison.Ordinal);
        Assert.False(RegistryFolder.HasLeftovers(folder.Path));
        await RegisterAsync(registry, 100);
    }

    private static Task<ModelVersion> RegisterAsync(EmbeddedModelRegistry registry, int bytes) => registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[bytes])] }, Cancellation);

    private static Task<ModelAlias> MoveAsync(EmbeddedModelRegistry registry, string alias) =>
        registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = alias, Number = 1, Reason = new string('r', 4000) }, Cancellation);
}
