using System.Diagnostics;
using System.Globalization;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class HostileFileTests
{
    private static readonly int Mutants = int.Parse(Environment.GetEnvironmentVariable("MODELOPS_FUZZ") ?? "30000", CultureInfo.InvariantCulture);

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

    /// <summary>Set <c>MODELOPS_FUZZ</c> to the number of files for a longer run.</summary>
    [Fact]
    public void Read_MutatedFiles_OnlyTypedErrors()
    {
        Random random = new(20_240_917);
        byte[][] files = [.. SampleModels.Names.Select(static name => OnnxModelWriter.Write(SampleModels.Get(name)))];
        TimeSpan slowest = TimeSpan.Zero;
        int refused = 0;
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = Mutate(files, random);
            long start = Stopwatch.GetTimestamp();
            if (!Survives(mutant)) { refused++; }
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            slowest = elapsed > slowest ? elapsed : slowest;
        }

        Assert.InRange(refused, Mutants / 10, Mutants - 1); // some mutants are still models, so the mutation is not mere garbage
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"a file of a few kilobytes took {slowest}");
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
