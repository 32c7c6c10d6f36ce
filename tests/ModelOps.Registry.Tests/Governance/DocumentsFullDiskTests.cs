using ModelOps.Registry.Governance;
using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Governance;

public sealed class DocumentsFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_FullOrReadOnlyDisk_KeepsTheDocumentThatWasThere()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        FolderVersionDocumentStore store = new(disk.Path);
        await store.PutAsync("demand", 1, "card.json", new byte[] { 1 }, Cancellation);
        disk.Fill();

        RegistryStorageException full = await Assert.ThrowsAsync<RegistryStorageException>(() => store.PutAsync("demand", 1, "card.json", new byte[1 << 20], Cancellation));
        disk.Empty();
        disk.Remount("ro");
        RegistryStorageException readOnly = await Assert.ThrowsAsync<RegistryStorageException>(() => store.PutAsync("demand", 2, "card.json", new byte[] { 3 }, Cancellation));
        disk.Remount("rw");

        Assert.Equal((RegistryErrorCodes.Full, RegistryErrorCodes.Unavailable), (full.Code, readOnly.Code));
        Assert.Equal([1], (await store.FindAsync("demand", 1, "card.json", Cancellation))!);
        Assert.Equal(["card.json"], await store.ListAsync("demand", 1, Cancellation));
        Assert.All(Directory.EnumerateFiles(disk.Path, "*~", SearchOption.AllDirectories), static f => Assert.Equal("~", Path.GetFileName(f))); // the lock alone
        await store.PutAsync("demand", 1, "card.json", new byte[] { 2 }, Cancellation);
        Assert.Equal([2], (await store.FindAsync("demand", 1, "card.json", Cancellation))!);
    }
}
