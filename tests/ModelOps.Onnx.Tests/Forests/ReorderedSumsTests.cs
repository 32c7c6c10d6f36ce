using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Sums in another order than that of the trees: within the bound that the option names, and only where it was chosen.</summary>
public sealed class ReorderedSumsTests
{
    private const double Unit = 1.0 / (1 << 24);

    [Theory]
    [InlineData((int)VectorWidth.Bits128)]
    [InlineData((int)VectorWidth.Bits256)]
    [InlineData((int)VectorWidth.Bits512)]
    public void Score_OneRow_WithinTheBoundAndNotAlwaysEqual(int width)
    {
        RandomForest random = new() { Trees = 333, Leaves = 63 };
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        ForestScorer exact = new(forest, (VectorWidth)width);
        ForestScorer reordered = new(forest, (VectorWidth)width, new ForestScorerOptions { AllowReorderedSums = true });
        float[] rows = random.Rows(500);
        float[] expected = new float[1];
        float[] actual = new float[1];
        int differing = 0;
        for (int row = 0; row < 500; row++)
        {
            ReadOnlySpan<float> features = rows.AsSpan(row * random.Features, random.Features);
            exact.Score(features, expected);
            reordered.Score(features, actual);

            // No leaf is beyond 1, so neither is any tree's share of the sum of magnitudes.
            Assert.Equal(expected[0], actual[0], 2 * (random.Trees - 1) * Unit * random.Trees);
            differing += expected[0] != actual[0] ? 1 : 0;
        }

        Assert.True(differing > 0, "Not one sum differs: the option does nothing.");
    }

    [Fact]
    public void Score_LargeAndSmallLeaves_WithinTheBoundOfEachRow()
    {
        // Leaves of 1e8 and of 1 by turns: the order matters, and the magnitudes of what is added are known.
        ForestBuilder builder = new() { FeatureCount = 1 };
        double magnitudes = 0;
        for (int tree = 0; tree < 90; tree++)
        {
            float value = tree % 3 == 0 ? 1e8f : tree % 3 == 1 ? 1f : -1e8f;
            magnitudes += Math.Abs(value);
            builder.AddTree(builder.AddSplit(0, SplitMode.AtMost, 0, builder.AddLeaf(new ForestWeight(0, value)), builder.AddLeaf(new ForestWeight(0, -value))));
        }

        Forest forest = builder.Build();
        float[] exact = new float[1];
        float[] reordered = new float[1];

        new ForestScorer(forest).Score([-1f], exact);
        new ForestScorer(forest, new ForestScorerOptions { AllowReorderedSums = true }).Score([-1f], reordered);

        Assert.Equal(exact[0], reordered[0], 2 * 89 * Unit * magnitudes);
    }
}
