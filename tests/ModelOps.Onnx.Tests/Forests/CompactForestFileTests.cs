using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

public sealed class CompactForestFileTests
{
    private const int Rows = 700;

    [Theory]
    [MemberData(nameof(ForestCases.ExactNames), MemberType = typeof(ForestCases))]
    [MemberData(nameof(ForestCases.TransformedNames), MemberType = typeof(ForestCases))]
    public void Read_WhatWasWritten_EveryBitOfTheForest(string name)
    {
        RandomForest random = ForestCases.Exact.TryGetValue(name, out RandomForest? exact) ? exact : ForestCases.Transformed[name];
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        float[] rows = random.Rows(Rows);

        byte[] file = CompactForestFile.Write(forest);
        Forest read = CompactForestFile.Read(new MemoryStream(file));

        Assert.Equal((forest.FeatureCount, forest.TargetCount, forest.Aggregate, forest.Transform, forest.Precision), (read.FeatureCount, read.TargetCount, read.Aggregate, read.Transform, read.Precision));
        Assert.Equal(forest.ClassLabels, read.ClassLabels);
        Assert.Equal(Score(forest, rows).Select(BitConverter.SingleToInt32Bits), Score(read, rows).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(file, CompactForestFile.Write(read));
        Assert.Equal(new QuantizedForest(forest).Columns.Select(static column => string.Join(' ', column.Bounds)), new QuantizedForest(read).Columns.Select(static column => string.Join(' ', column.Bounds)));
        if (random.Trees > 50) { TestContext.Current.TestOutputHelper?.WriteLine($"{file.Length} bytes, as ONNX {OnnxModelWriter.Write(OnnxForestWriter.Write(forest)).Length}"); }
    }

    [Fact]
    public void Write_ForestOfManyTrees_AFifthOfOnnx()
    {
        Forest forest = OnnxForestReader.Read(new RandomForest { Trees = 300, Leaves = 63, Features = 20, Cuts = 200 }.Node());

        int compact = CompactForestFile.Write(forest).Length;
        int onnx = OnnxModelWriter.Write(OnnxForestWriter.Write(forest)).Length;

        TestContext.Current.TestOutputHelper?.WriteLine($"{compact} bytes, as ONNX {onnx}");
        Assert.True(compact * 5 < onnx, $"{compact} bytes, as ONNX {onnx}");
    }

    [Fact]
    public void Read_TextLabels_Kept()
    {
        ForestBuilder builder = new() { TargetCount = 2, ClassLabels = ["nein", "größer"] };
        builder.AddTree(builder.AddLeaf(new ForestWeight(0, 1), new ForestWeight(1, -1)));

        Forest read = CompactForestFile.Read(CompactForestFile.Write(builder.Build()));

        Assert.Equal(["nein", "größer"], read.ClassLabels);
        Assert.Equal([new ForestWeight(0, 1), new ForestWeight(1, -1)], read.Weights.ToArray());
    }

    [Fact]
    public void Read_FileCutAtAnyByte_Refused()
    {
        byte[] file = CompactForestFile.Write(OnnxForestReader.Read(ForestCases.Exact["missing values in every mode"].Node()));
        for (int length = 0; length < Math.Min(file.Length, 3000); length++)
        {
            Assert.Throws<ForestFormatException>(() => CompactForestFile.Read(file.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Read_MutatedFiles_OnlyTypedErrors()
    {
        byte[][] files = [.. ((string[])["three targets at once", "missing values in every mode", "two classes of doubles", "not equal"]).Select(
            static name => CompactForestFile.Write(OnnxForestReader.Read((ForestCases.Exact[name] with { Trees = 4, Leaves = 12 }).Node())))];
        ForestFuzz.Run(files, 20_000, static file => CompactForestFile.Read(file));
    }

    private static float[] Score(Forest forest, float[] rows)
    {
        float[] scores = new float[Rows * forest.TargetCount];
        new ForestScorer(forest).Score(rows, scores);
        return scores;
    }
}
