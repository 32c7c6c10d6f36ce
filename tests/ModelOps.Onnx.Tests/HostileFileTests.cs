using System.Diagnostics;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class HostileFileTests
{
    private const int Mutants = 30_000;

    private static readonly OnnxReadOptions Unchecked = new() { Validate = false };

    public static TheoryData<string> Samples => [.. SampleModels.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_FileCutAtAnyByte_TypedErrorOrASoundModel(string name)
    {
        byte[] file = OnnxModelWriter.Write(SampleModels.Get(name));
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            if (!Survives(file.AsMemory(0, length))) { refused++; }
        }

        Assert.True(refused > file.Length * 9 / 10, $"only {refused} of {file.Length} cuts were refused"); // a cut between two fields at the end may be a model
    }

    [Fact]
    public void Read_MutatedFiles_OnlyTypedErrors()
    {
        Random random = new(20_240_917);
        byte[][] files = [.. SampleModels.Names.Select(static name => OnnxModelWriter.Write(SampleModels.Get(name)))];
        Stopwatch watch = Stopwatch.StartNew();
        int refused = 0;
        for (int i = 0; i < Mutants; i++)
        {
            if (!Survives(Mutate(files, random))) { refused++; }
        }

        Assert.InRange(refused, Mutants / 10, Mutants - 1); // some mutants are still models, so the mutation is not mere garbage
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{Mutants} small files took {watch.Elapsed}");
    }

    [Fact]
    public void Read_Garbage_TypedErrors()
    {
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] garbage = new byte[random.Next(200)];
            random.NextBytes(garbage);
            Survives(garbage);
        }
    }

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
        OnnxReadOptions generous = Unchecked with { MaxNodes = int.MaxValue, MaxTensors = int.MaxValue, MaxAttributes = int.MaxValue, MaxValues = int.MaxValue };
        Survives(file);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        OnnxModel model = OnnxModelReader.Read(file, generous);

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(held < 70L * file.Length, $"{what}: {(double)held / file.Length:F1} bytes held for each byte of the file");
        GC.KeepAlive(model);
    }

    private static byte[] Repeated(byte[] part, Func<byte[], byte[]> wrap) => wrap([.. Enumerable.Repeat(part, 100_000).SelectMany(static bytes => bytes)]);

    /// <summary>Reads, checks, prints, writes. False when the reader refuses the file; any other error fails the test.</summary>
    private static bool Survives(ReadOnlyMemory<byte> file)
    {
        bool sound = true;
        try { OnnxModelReader.Read(file); }
        catch (InvalidOnnxModelException) { sound = false; }

        try
        {
            OnnxModel model = OnnxModelReader.Read(file, Unchecked);
            Assert.Equal(sound, OnnxModelValidator.Validate(model).Count == 0);
            OnnxPrinter.Print(model);
            OnnxModelReader.Read(OnnxModelWriter.Write(model), Unchecked);
        }
        catch (InvalidOnnxModelException) { Assert.False(sound); }

        return sound;
    }

    private static byte[] Mutate(byte[][] files, Random random)
    {
        List<byte> file = [.. files[random.Next(files.Length)]];
        for (int changes = random.Next(1, 6); changes > 0 && file.Count > 0; changes--)
        {
            int at = random.Next(file.Count);
            switch (random.Next(7))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)random.Next(256); break;
                case 2: file[at] = 0xFF; break;
                case 3: file.Insert(at, (byte)random.Next(256)); break;
                case 4: file.RemoveRange(at, Math.Min(random.Next(1, 9), file.Count - at)); break;
                case 5: file.InsertRange(random.Next(file.Count), file.GetRange(at, Math.Min(random.Next(1, 40), file.Count - at))); break;
                default: file.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]); break;
            }
        }

        return [.. file];
    }
}
