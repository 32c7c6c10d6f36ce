using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ModelOps.Serving.MLNet.Tests.Export;

public sealed class MLNetOnnxExportTests
{
    private const int HostileRows = 3000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Export_LightGbmRegression_AnswersAsMLNet(double missing)
    {
        MLContext context = new(seed: 1);
        ITransformer model = context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            NumberOfThreads = 1, NumberOfIterations = 60, NumberOfLeaves = 15, MinimumExampleCountPerLeaf = 5, Seed = 1, Deterministic = true,
        }).Fit(context.Data.LoadFromEnumerable(SyntheticData.Training(2000, missing)));
        OnnxExportResult export = MLNetOnnxExport.Export(model);

        OnnxParityReport report = MLNetOnnxParity.Compare(
            model, context.Data.LoadFromEnumerable(SyntheticData.Hostile(HostileRows, Thresholds(model))), export, tolerance: 0);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(HostileRows, report.Rows);
    }

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
