using ModelOps.Registry.Datasets;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Datasets;

public sealed class DatasetFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_FullOrReadOnlyDisk_IsRefusedAndTakesNoNumber()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        using TemporaryFolder folder = new();
        string data = folder.Write("data.csv", "a\n1\n"u8.ToArray());
        DatasetCatalog catalog = DatasetCatalog.Open(disk.Path);
        await catalog.RegisterAsync(Registration(data), Cancellation);
        await File.AppendAllTextAsync(data, "2\n", Cancellation);
        disk.Fill();

        RegistryStorageException full = await Assert.ThrowsAsync<RegistryStorageException>(() => catalog.RegisterAsync(Registration(data), Cancellation));
        disk.Empty();
        disk.Remount("ro");
        RegistryStorageException readOnly = await Assert.ThrowsAsync<RegistryStorageException>(() => catalog.RegisterAsync(Registration(data), Cancellation));
        RegistryStorageException other = await Assert.ThrowsAsync<RegistryStorageException>(() => catalog.RegisterAsync(Registration(data) with { Name = "new" }, Cancellation));
        disk.Remount("rw");

        Assert.Equal((RegistryErrorCodes.Full, RegistryErrorCodes.Unavailable, RegistryErrorCodes.Unavailable), (full.Code, readOnly.Code, other.Code));
        Assert.Contains("dataset catalog", full.Message, StringComparison.Ordinal);
        Assert.Single(await catalog.ListAsync("demand", Cancellation));
        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal(2, (await catalog.RegisterAsync(Registration(data), Cancellation)).Number);
    }

    private static DatasetRegistration Registration(string path) => new() { Name = "demand", Path = path, Description = new string('d', 4000) };
}
