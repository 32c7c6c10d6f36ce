using ModelOps.Registry.Oci;
using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Oci;

public sealed class OciFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PullAndImport_FullDisk_LeaveNothingAndWorkOnceThereIsSpace()
    {
        using SmallDisk disk = SmallDisk.Mount(16);
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new(o => o.TemporaryFolder = disk.Path);
        OciReference reference = OciReference.Parse($"{registry.Registry}/models/demand:1.2.0");
        byte[] weights = new byte[3 << 20];
        new Random(3).NextBytes(weights);
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", weights)), reference, cancellationToken: Cancellation);
        string target = Path.Combine(disk.Path, "model");
        disk.Fill();

        RegistryStorageException pull = await Assert.ThrowsAsync<RegistryStorageException>(() => bench.Client.PullAsync(reference, target, cancellationToken: Cancellation));
        RegistryStorageException import = await Assert.ThrowsAsync<RegistryStorageException>(() => bench.Client.ImportAsync(reference, bench.Target, cancellationToken: Cancellation));

        Assert.Equal((RegistryErrorCodes.Full, RegistryErrorCodes.Full), (pull.Code, import.Code));
        Assert.Single(Directory.EnumerateFileSystemEntries(disk.Path)); // what fills it
        Assert.Empty(await bench.Target.ListModelsAsync(Cancellation));
        disk.Empty();
        await bench.Client.PullAsync(reference, target, cancellationToken: Cancellation);
        Assert.Equal(weights, await File.ReadAllBytesAsync(Path.Combine(target, "model.onnx"), Cancellation));
        Assert.Equal("1.2.0", (await bench.Client.ImportAsync(reference, bench.Target, cancellationToken: Cancellation)).Version.ToString());
    }

    [Fact]
    public async Task Pull_ReadOnlyDisk_IsRefused()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/models/demand:1.2.0");
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", [1])), reference, cancellationToken: Cancellation);
        disk.Remount("ro");

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() =>
            bench.Client.PullAsync(reference, Path.Combine(disk.Path, "model"), cancellationToken: Cancellation));

        Assert.Equal(RegistryErrorCodes.Unavailable, error.Code);
        Assert.DoesNotContain(disk.Path, error.Message, StringComparison.Ordinal);
    }
}
