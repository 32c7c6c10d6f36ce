namespace ModelOps.Serving.Tests.Hosting;

[Collection(nameof(Alone))]
public sealed class ProcessMemoryTests
{
    [Fact]
    public void ReadPrivateBytes_MemoryTouched_Grows()
    {
        const int size = 128 << 20;
        ProcessMemory gauge = new();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        long before = gauge.ReadPrivateBytes()!.Value;

        byte[] memory = GC.AllocateUninitializedArray<byte>(size);
        Array.Fill(memory, (byte)1);

        Assert.InRange(gauge.ReadPrivateBytes()!.Value - before, size / 2, size * 2L);
        GC.KeepAlive(memory);
    }
}
