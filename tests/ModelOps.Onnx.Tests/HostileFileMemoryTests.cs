using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

[Collection(typeof(Alone))]
public sealed class HostileFileMemoryTests
{
    public static TheoryData<string, byte[]> Spam => new()
    {
        { "empty dimensions", Repeated(Proto.Bytes(1), bytes => Proto.Model(Proto.Bytes(11, Proto.Text(1, "x"), Proto.Bytes(2, Proto.Bytes(1, Proto.Bytes(2, bytes)))))) },
        { "dimensions", Repeated([0x01], bytes => Proto.TensorModel(Proto.Int(2, 1), Proto.Text(8, "t"), Proto.Bytes(1, bytes))) },
        { "unpacked integers", Repeated(Proto.Int(7, 1), bytes => Proto.TensorModel(Proto.Int(2, 7), Proto.Text(8, "t"), bytes)) },
        { "packed integers", Repeated([0x01], bytes => Proto.TensorModel(Proto.Int(2, 7), Proto.Text(8, "t"), Proto.Bytes(7, bytes))) },
        { "empty strings", Repeated(Proto.Bytes(6), bytes => Proto.TensorModel(Proto.Int(2, 8), Proto.Text(8, "t"), bytes)) },
        { "empty inputs", Repeated(Proto.Bytes(1), bytes => Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), bytes))) },
        { "small nodes", Repeated(Proto.Bytes(1, Proto.Text(4, "A")), bytes => Proto.Model(bytes)) },
        { "small tensors", Repeated(Proto.Bytes(5, Proto.Int(2, 1)), bytes => Proto.Model(bytes)) },
        { "small values", Repeated(Proto.Bytes(13), bytes => Proto.Model(bytes)) },
        { "small attributes", Repeated(Proto.Bytes(5, Proto.Int(3, 1)), bytes => Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), bytes))) },
        { "annotations", Repeated(Proto.Bytes(14), bytes => Proto.Model(bytes)) },
        { "training", Repeated(Proto.Bytes(20), bytes => Proto.Message(Proto.Model(), bytes)) },
        { "devices", Repeated(Proto.Bytes(10), bytes => Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), bytes))) },
        { "functions", Repeated(Proto.Bytes(25), bytes => Proto.Message(Proto.Model(), bytes)) },
    };

    [Theory]
    [MemberData(nameof(Spam))]
    public void Read_ManyTinyParts_MemoryHeldIsASmallMultipleOfTheFile(string what, byte[] file)
    {
        OnnxReadOptions generous = new()
        {
            Validate = false,
            MaxNodes = int.MaxValue,
            MaxTensors = int.MaxValue,
            MaxAttributes = int.MaxValue,
            MaxValues = int.MaxValue,
        };
        OnnxModelReader.Read(file, generous);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        OnnxModel model = OnnxModelReader.Read(file, generous);

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(held < 70L * file.Length, $"{what}: {(double)held / file.Length:F1} bytes held for each byte of the file");
        GC.KeepAlive(model);
    }

    private static byte[] Repeated(byte[] part, Func<byte[], byte[]> wrap) => wrap([.. Enumerable.Repeat(part, 100_000).SelectMany(static bytes => bytes)]);
}
