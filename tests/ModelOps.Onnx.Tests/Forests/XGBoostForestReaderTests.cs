using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The oracle is XGBoost itself.</summary>
[Collection(typeof(XGBoostOracle))]
public sealed class XGBoostForestReaderTests(XGBoostModels models)
{
    public static TheoryData<string> Models => [.. XGBoostModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_RawScores_EveryBitOfTheMargins(string name)
    {
        float[] rows = models.Floats(name, "rows");
        float[] expected = models.Floats(name, "margins");
        foreach (string form in (string[])["json", "ubj"])
        {
            ForestScorer scorer = new(XGBoostForestReader.Read(models.Model(name, form), new ForestReadOptions { RawScores = true }));
            float[] actual = new float[expected.Length];

            scorer.Score(rows, actual);

            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_WithTransform_NearThePredictions(string name)
    {
        if (name == "hinge") { return; }
        float[] rows = models.Floats(name, "rows");
        float[] expected = models.Floats(name, "predictions");
        ForestScorer scorer = new(XGBoostForestReader.Read(models.Model(name, "ubj")));
        Forest forest = scorer.Forest;
        int count = rows.Length / forest.FeatureCount;
        float[] scores = new float[count * forest.TargetCount];
        int[] classes = new int[count];
        if (forest.IsClassifier) { scorer.Classify(rows, scores, classes); }
        else { scorer.Score(rows, scores); }

        // A binary model of XGBoost gives the share of class 1 only; multi:softmax the class only.
        float[] actual = name == "softmax" ? [.. classes.Select(static label => (float)label)]
            : forest.TargetCount == 2 && forest.IsClassifier ? [.. scores.Where(static (_, index) => index % 2 == 1)]
            : scores;

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) { Assert.Equal(expected[i], actual[i], 1e-7f + (2e-6f * MathF.Abs(expected[i]))); }
        if (forest.IsClassifier && name != "softmax" && forest.TargetCount == 2)
        {
            for (int i = 0; i < count; i++)
            {
                if (MathF.Abs(actual[i] - 0.5f) > 1e-6f) { Assert.Equal(actual[i] > 0.5f ? 1 : 0, classes[i]); }
            }
        }
    }

    [Fact]
    public void Read_StopAtBestIteration_MarginsOfTheBestTrees()
    {
        float[] rows = models.Floats("early stopped", "rows");
        float[] expected = models.Floats("early stopped", "best");
        ForestReadOptions options = new() { RawScores = true, StopAtBestIteration = true };
        ForestScorer scorer = new(XGBoostForestReader.Read(new MemoryStream(models.Model("early stopped", "json")), options));
        float[] actual = new float[expected.Length];

        scorer.Score(rows, actual);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("ubj")]
    public void Read_MutatedFiles_OnlyTypedErrors(string form)
    {
        byte[][] files = [.. ((string[])["softprob", "sets of categories", "dart", "stumps"]).Select(name => models.Model(name, form))];
        ForestFuzz.Run(files, 3000, static file => XGBoostForestReader.Read(file));
    }
}
