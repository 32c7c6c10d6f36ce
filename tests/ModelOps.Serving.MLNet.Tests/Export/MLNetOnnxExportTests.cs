using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace ModelOps.Serving.MLNet.Tests.Export;

public sealed class MLNetOnnxExportTests
{
    private const int TrainingRows = 2000;
    private const int HostileRows = 3000;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("FastTreeRegression", 0)]
    [InlineData("FastTreeRegression", 0.1)]
    [InlineData("FastTreeTweedie", 0)]
    [InlineData("FastTreeRanking", 0)]
    [InlineData("FastTreeBinary", 0)]
    [InlineData("FastTreeBinary", 0.1)]
    [InlineData("FastForestRegression", 0)]
    [InlineData("FastForestBinary", 0)]
    [InlineData("LightGbmRegression", 0)]
    [InlineData("LightGbmRegression", 0.1)]
    [InlineData("LightGbmBinary", 0)]
    [InlineData("LightGbmBinary", 0.1)]
    [InlineData("LightGbmRanking", 0)]
    public void Export_Trees_AnswerAsMLNet(string trainer, double missing)
    {
        ITransformer model = Train(trainer, missing);
        IDataView data = Load(SyntheticData.Hostile(HostileRows, Thresholds(model), SyntheticData.Edges));

        OnnxParityReport exact = Compare(model, data, MLNetOnnxExport.Export(model), trainer.Contains("Tweedie", StringComparison.Ordinal) ? 1e-6 : 1e-7);
        OnnxParityReport single = Compare(model, data, MLNetOnnxExport.Export(model, new() { TreePrecision = OnnxTreePrecision.Single }), 1e-5);

        TestContext.Current.TestOutputHelper?.WriteLine($"{trainer}: {exact}; single: {single}");
        Assert.True(exact.Passed, exact.ToString());
        Assert.True(single.Passed, single.ToString());
        Assert.Equal(HostileRows, exact.Rows);
    }

    [Theory]
    [InlineData("SdcaRegression")]
    [InlineData("OnlineGradientDescent")]
    [InlineData("PoissonRegression")]
    [InlineData("SdcaLogisticRegression")]
    [InlineData("SdcaNonCalibrated")]
    [InlineData("LbfgsLogisticRegression")]
    [InlineData("SparseLogisticRegression")]
    [InlineData("AveragedPerceptron")]
    public void Export_Linear_AnswersAsMLNet(string trainer)
    {
        ITransformer model = Train(trainer);
        IDataView data = Load(SyntheticData.Hostile(HostileRows, [], SyntheticData.OrderlessEdges));

        OnnxParityReport report = Compare(model, data, MLNetOnnxExport.Export(model), 1e-6);

        TestContext.Current.TestOutputHelper?.WriteLine($"{trainer}: {report}");
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(HostileRows, report.Rows);
    }

    private ITransformer Train(string trainer, double missing = 0) =>
        Trainers.Create(_context, trainer).Fit(Load(SyntheticData.Training(TrainingRows, missing)));

    private IDataView Load(FeatureRow[] rows) => _context.Data.LoadFromEnumerable(rows);

    private static OnnxParityReport Compare(ITransformer model, IDataView data, OnnxExportResult export, double tolerance) =>
        MLNetOnnxParity.Compare(model, data, export, tolerance);

    private static float[] Thresholds(ITransformer model)
    {
        object parameters = ((ISingleFeaturePredictionTransformer<object>)model).Model;
        if (parameters is CalibratedModelParametersBase calibrated) { parameters = calibrated.SubModel; }
        IEnumerable<RegressionTreeBase> trees = parameters switch
        {
            TreeEnsembleModelParametersBasedOnRegressionTree ensemble => ensemble.TrainedTreeEnsemble.Trees,
            TreeEnsembleModelParametersBasedOnQuantileRegressionTree ensemble => ensemble.TrainedTreeEnsemble.Trees,
            _ => [],
        };
        return [.. trees.SelectMany(tree => tree.NumericalSplitThresholds)];
    }
}
