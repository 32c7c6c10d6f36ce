using Microsoft.ML;
using Microsoft.ML.Data;
using ModelOps.Onnx.Forests;

namespace ModelOps.Serving.MLNet.Tests;

/// <summary>The oracle is ML.NET.</summary>
public sealed class MLNetForestTests
{
    private const int Rows = 2000;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("FastTreeRegression", 0)]
    [InlineData("FastTreeRegression", 0.1)]
    [InlineData("FastTreeTweedie", 0)]
    [InlineData("FastTreeRanking", 0)]
    [InlineData("FastTreeBinary", 0.1)]
    [InlineData("FastForestRegression", 0)]
    [InlineData("FastForestBinary", 0)]
    [InlineData("LightGbmRegression", 0.1)]
    [InlineData("LightGbmBinary", 0)]
    [InlineData("LightGbmRanking", 0)]
    public void Read_TrainedModel_ScoresOfMLNet(string trainer, double missing)
    {
        ITransformer model = Trainers.Create(_context, trainer).Fit(_context.Data.LoadFromEnumerable(SyntheticData.Training(Rows, missing)));
        Forest forest = MLNetForest.Read(model);
        float[] thresholds = [.. forest.Nodes.ToArray().Where(static node => !node.IsLeaf).Select(static node => (float)node.Threshold)];
        FeatureRow[] rows = SyntheticData.Hostile(Rows, thresholds, SyntheticData.Edges);
        float[] expected = [.. model.Transform(_context.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
        float[] actual = new float[Rows];

        new ForestScorer(forest).Score([.. rows.SelectMany(static row => row.Features)], actual);

        Assert.Equal(FeatureRow.FeatureCount, forest.FeatureCount);
        float tolerance = trainer is "FastTreeTweedie" or "FastForestRegression" ? 1e-6f : 0f;
        for (int i = 0; i < Rows; i++) { Assert.Equal(expected[i], actual[i], tolerance * MathF.Abs(expected[i])); }
    }

    [Fact]
    public void Read_LinearModel_Refused()
    {
        ITransformer model = Trainers.Create(_context, "OnlineGradientDescent").Fit(_context.Data.LoadFromEnumerable(SyntheticData.Training(200)));

        Assert.Contains("has no trees", Assert.Throws<NotSupportedException>(() => MLNetForest.Read(model)).Message, StringComparison.Ordinal);
    }
}
