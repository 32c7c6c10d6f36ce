using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

public sealed class QuantizedForestTests
{
    private const int Rows = 700;

    [Theory]
    [MemberData(nameof(ForestCases.ExactNames), MemberType = typeof(ForestCases))]
    public void ToOnnx_RanksOfRows_EveryBitOfTheForest(string name)
    {
        RandomForest random = ForestCases.Exact[name];
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        float[] rows = random.Rows(Rows);
        QuantizedForest quantized = new(forest);
        float[] expected = new float[Rows * forest.TargetCount];
        float[] overRanks = new float[expected.Length];
        ushort[] wide = new ushort[Rows * quantized.Columns.Count];

        new ForestScorer(forest).Score(rows, expected);
        quantized.Rank(rows, wide);
        new ForestScorer(quantized.Ranks).Score([.. wide.Select(static rank => (float)rank)], overRanks);

        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), overRanks.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), RunOnnxRuntime(quantized, rows, wide).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Columns_MissingValuesGoBothWays_TwoOfThem()
    {
        ForestBuilder builder = new() { FeatureCount = 5 };
        int leaf = builder.AddLeaf(new ForestWeight(0, 1));
        int first = builder.AddSplit(3, SplitMode.AtMost, 1, leaf, builder.AddLeaf(), missingGoesTrue: true);
        builder.AddTree(builder.AddSplit(3, SplitMode.Below, 2, first, leaf));
        QuantizedForest quantized = new(builder.Build());
        byte[] ranks = new byte[4];

        quantized.Rank([0, 0, 0, 1.5f, 0, 0, 0, 0, float.NaN, 0], ranks);

        Assert.Equal([(3, false), (3, true)], quantized.Columns.Select(static column => (column.Feature, column.MissingIsAbove)));
        Assert.Equal([1, 0, 0, 1], ranks);
    }

    [Fact]
    public void Create_ThresholdWithoutRank_Refused()
    {
        ForestBuilder builder = new();
        builder.AddTree(builder.AddSplit(0, SplitMode.Below, double.NegativeInfinity, builder.AddLeaf(), builder.AddLeaf()));

        Assert.Contains("has no rank", Assert.Throws<ForestFormatException>(() => new QuantizedForest(builder.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_WrongLengths_Refused()
    {
        RandomForest random = new() { Cuts = 2000, Trees = 200, Features = 1, Leaves = 127 };
        QuantizedForest wide = new(OnnxForestReader.Read(random.Node(), random.Features));

        Assert.Equal(OnnxElementType.UInt16, wide.RankType);
        Assert.Throws<InvalidOperationException>(() => wide.Rank(new float[1], new byte[1]));
        Assert.Throws<ArgumentException>(() => wide.Rank(new float[2], new ushort[1]));
    }

    private static float[] RunOnnxRuntime(QuantizedForest quantized, float[] rows, ushort[] wide)
    {
        long[] shape = [Rows, quantized.Columns.Count];
        bool isByte = quantized.RankType == OnnxElementType.UInt8;
        byte[] narrow = new byte[wide.Length];
        if (isByte) { quantized.Rank(rows, narrow); }
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        using InferenceSession session = new(OnnxModelWriter.Write(quantized.ToOnnx()), options);
        using OrtValue input = isByte ? OrtValue.CreateTensorValueFromMemory(narrow, shape) : OrtValue.CreateTensorValueFromMemory(wide, shape);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["features"], [input], ["scores"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
