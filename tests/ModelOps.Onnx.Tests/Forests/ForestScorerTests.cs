using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

public sealed class ForestScorerTests
{
    /// <summary>Over 45 shapes and three seeds: more than 300,000 rows.</summary>
    private const int Rows = 2357;

    /// <summary>Rows of these that are scored one at a time.</summary>
    private const int SingleRows = 500;

    [Theory]
    [MemberData(nameof(ForestCases.ExactNames), MemberType = typeof(ForestCases))]
    public void Score_NoTransform_EveryBitOfOnnxRuntime(string name)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            RandomForest random = ForestCases.Exact[name] with { Seed = seed };
            (float[] expected, int[] expectedClasses, float[] actual, int[] actualClasses) = RunBoth(random, random.Rows(Rows, seed));

            Assert.Equal(expectedClasses, actualClasses);
            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [MemberData(nameof(ForestCases.TransformedNames), MemberType = typeof(ForestCases))]
    public void Score_Transform_NearOnnxRuntime(string name)
    {
        RandomForest random = ForestCases.Transformed[name];
        (float[] expected, int[] expectedClasses, float[] actual, int[] actualClasses) = RunBoth(random, random.Rows(Rows));

        Assert.Equal(expectedClasses, actualClasses);
        for (int i = 0; i < expected.Length; i++)
        {
            if (float.IsNaN(expected[i])) { Assert.True(float.IsNaN(actual[i])); }
            else { Assert.Equal(expected[i], actual[i], (random.Transform == "PROBIT" ? 1e-3f : 1e-6f) + (1e-5f * MathF.Abs(expected[i]))); }
        }
    }

    private static (float[] Expected, int[] ExpectedClasses, float[] Actual, int[] ActualClasses) RunBoth(RandomForest random, float[] rows)
    {
        OnnxNode node = random.Node();
        using OnnxRuntimeForest oracle = new(node, random.Features, random.Targets, random.IsDouble);
        (float[] expected, int[] expectedClasses) = oracle.Run(rows);
        ForestScorer scorer = new(OnnxForestReader.Read(node, random.Features));
        float[] actual = new float[expected.Length];
        int[] classes = new int[expectedClasses.Length];
        if (random.IsClassifier) { scorer.Classify(rows, actual, classes); }
        else { scorer.Score(rows, actual); }

        // Another kernel may serve single rows: it has the last word on some.
        for (int row = 0; row < SingleRows; row++)
        {
            ReadOnlySpan<float> features = rows.AsSpan(row * random.Features, random.Features);
            Span<float> scores = actual.AsSpan(row * random.Targets, random.Targets);
            if (random.IsClassifier) { scorer.Classify(features, scores, classes.AsSpan(row, 1)); }
            else { scorer.Score(features, scores); }
        }

        return (expected, expectedClasses, actual, classes);
    }
}
