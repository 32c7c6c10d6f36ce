using System.Runtime.Intrinsics.X86;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Each width by name, whether or not the machine has it, against the reference evaluator.</summary>
public sealed class RankKernelTests
{
    private const int Rows = 600;

    public static TheoryData<string, int> CasesAndWidths
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in ForestCases.Exact.Keys)
            {
                foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) { data.Add(name, (int)width); }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void Score_EachWidth_EveryBitOfTheReference(string name, int width)
    {
        RandomForest random = ForestCases.Exact[name] with { Seed = 17 };
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        ForestScorer scorer = new(forest, (VectorWidth)width);
        float[] rows = random.Rows(Rows);
        (float[] expected, int[] expectedClasses) = ReferenceScores.Of(forest, rows);
        (float[] oneByOne, int[] oneByOneClasses) = ScoreOneByOne(scorer, rows);
        float[] actual = new float[expected.Length];
        int[] classes = new int[Rows];
        if (random.IsClassifier) { scorer.Classify(rows, actual, classes); }
        else { scorer.Score(rows, actual); }

        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
        if (random.IsClassifier) { Assert.Equal(expectedClasses, classes); }
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), oneByOne.Select(BitConverter.SingleToInt32Bits));
        if (random.IsClassifier) { Assert.Equal(expectedClasses, oneByOneClasses); }
    }

    [Theory]
    [InlineData((int)VectorWidth.Scalar)]
    [InlineData((int)VectorWidth.Bits128)]
    [InlineData((int)VectorWidth.Bits256)]
    [InlineData((int)VectorWidth.Bits512)]
    public void Score_EveryLengthTo257_SameBitsAndNothingBeyond(int width)
    {
        RandomForest random = new() { TracksMissing = true, Trees = 7 };
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        ForestScorer scorer = new(forest, (VectorWidth)width);
        float[] rows = random.Rows(257);
        (float[] expected, _) = ReferenceScores.Of(forest, rows);
        float[] scores = new float[258];
        for (int count = 0; count <= 257; count++)
        {
            Array.Fill(scores, 12345f);

            scorer.Score(rows.AsSpan(0, count * random.Features), scores.AsSpan(0, count));

            Assert.True(scores.AsSpan(0, count).SequenceEqual(expected.AsSpan(0, count)), $"Scores of {count} rows differ.");
            Assert.Equal(-1, scores.AsSpan(count).IndexOfAnyExcept(12345f));
        }
    }

    [Theory]
    [InlineData("plain", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("one mode after another", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("256 leaves", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("257 leaves", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("many cuts", "ranks of 16 bits, 256-bit vectors")]
    [InlineData("too many leaves for any rank", "walk of 4 rows at a time")]
    [InlineData("smallest", "walk of 4 rows at a time")]
    [InlineData("doubles in every mode with missing values", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("five classes", "ranks of 8 bits, 256-bit vectors")]
    [InlineData("two classes, margin of the second", "ranks of 8 bits, 256-bit vectors")]
    public void Kernel_EachKindOfForest_IsTheOneMeant(string name, string kernel)
    {
        RandomForest random = ForestCases.Exact[name];

        Assert.Equal(kernel, new ForestScorer(OnnxForestReader.Read(random.Node(), random.Features), VectorWidth.Bits256).Kernel);
    }

    [Theory]
    [InlineData("plain", true)]
    [InlineData("missing values", true)]
    [InlineData("stumps", true)]
    [InlineData("single leaves", true)]
    [InlineData("256 leaves", true)]
    [InlineData("forty features", true)]
    [InlineData("three targets by turns", true)]
    [InlineData("doubles", true)]
    [InlineData("one mode after another", false)]
    [InlineData("many cuts", false)]
    [InlineData("three targets at once", true)]
    public void OneRowKernel_EachWidth_IsTheOneMeant(string name, bool isLanes)
    {
        RandomForest random = ForestCases.Exact[name];
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        foreach (VectorWidth width in (VectorWidth[])[VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512])
        {
            int bits = 8 * (int)(width == VectorWidth.Bits512 && !Avx512Vbmi.IsSupported ? VectorWidth.Bits256 : width);

            Assert.Equal(isLanes ? $"ranks of 8 bits, 64 trees at a time, {bits}-bit vectors" : "walk of 4 trees at a time", new ForestScorer(forest, width).OneRowKernel);
        }

        Assert.Equal("walk of 4 trees at a time", new ForestScorer(forest, VectorWidth.Scalar).OneRowKernel);
    }

    [Fact]
    public void Kernel_ThresholdWithoutBound_IsScalar()
    {
        foreach ((double threshold, SplitMode mode) in ((double, SplitMode)[])[(double.NaN, SplitMode.AtMost), (double.NegativeInfinity, SplitMode.Below)])
        {
            ForestBuilder builder = new();
            builder.AddTree(builder.AddSplit(0, mode, threshold, builder.AddLeaf(new ForestWeight(0, 1)), builder.AddLeaf(new ForestWeight(0, 2))));
            ForestScorer scorer = new(builder.Build());
            float[] scores = new float[5];

            scorer.Score([0f, float.NaN, float.NegativeInfinity, float.PositiveInfinity, -1f], scores);

            Assert.Equal("scalar", scorer.Kernel);
            Assert.All(scores, static score => Assert.Equal(2f, score));
        }
    }

    [Fact]
    public void Kernel_ThisMachine_IsTheBestWidth()
    {
        string kernel = new ForestScorer(OnnxForestReader.Read(new RandomForest().Node())).Kernel;

        Assert.EndsWith(VectorWidths.Best == VectorWidth.Scalar ? "walk of 4 rows at a time" : $"{8 * (int)VectorWidths.Best}-bit vectors", kernel, StringComparison.Ordinal);
    }

    private static (float[] Scores, int[] Classes) ScoreOneByOne(ForestScorer scorer, float[] rows)
    {
        (int features, int targets) = (scorer.Forest.FeatureCount, scorer.Forest.TargetCount);
        int count = rows.Length / features;
        float[] scores = new float[count * targets];
        int[] classes = new int[count];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> one = rows.AsSpan(row * features, features);
            Span<float> scoresOfRow = scores.AsSpan(row * targets, targets);
            if (scorer.Forest.IsClassifier) { scorer.Classify(one, scoresOfRow, classes.AsSpan(row, 1)); }
            else { scorer.Score(one, scoresOfRow); }
        }

        return (scores, classes);
    }
}
