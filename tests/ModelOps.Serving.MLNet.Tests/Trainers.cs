using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ModelOps.Serving.MLNet.Tests;

/// <summary>Small trainers with fixed seeds and one thread, by name.</summary>
internal static class Trainers
{
    private const string Binary = nameof(FeatureRow.IsPositive);
    private const int Trees = 40;
    private const int Leaves = 12;

    public static IEstimator<ITransformer> Create(MLContext context, string name) => name switch
    {
        "SdcaRegression" => context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 }),
        "OnlineGradientDescent" => context.Regression.Trainers.OnlineGradientDescent(),
        "PoissonRegression" => context.Regression.Trainers.LbfgsPoissonRegression(
            new LbfgsPoissonRegressionTrainer.Options { LabelColumnName = nameof(FeatureRow.Count), NumberOfThreads = 1 }),
        "SdcaLogisticRegression" => context.BinaryClassification.Trainers.SdcaLogisticRegression(
            new SdcaLogisticRegressionBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1, MaximumNumberOfIterations = 20 }),
        "SdcaNonCalibrated" => context.BinaryClassification.Trainers.SdcaNonCalibrated(
            new SdcaNonCalibratedBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1, MaximumNumberOfIterations = 20 }),
        "LbfgsLogisticRegression" => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1 }),
        "SparseLogisticRegression" => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1, L1Regularization = 200 }),
        "AveragedPerceptron" => context.BinaryClassification.Trainers.AveragedPerceptron(Binary),
        "FastTreeRegression" => context.Regression.Trainers.FastTree(
            new FastTreeRegressionTrainer.Options { NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves }),
        "FastTreeTweedie" => context.Regression.Trainers.FastTreeTweedie(
            new FastTreeTweedieTrainer.Options { LabelColumnName = nameof(FeatureRow.Count), NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves }),
        "FastTreeRanking" => context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
        {
            LabelColumnName = nameof(FeatureRow.Relevance),
            RowGroupColumnName = nameof(FeatureRow.Group),
            NumberOfThreads = 1,
            NumberOfTrees = Trees,
            NumberOfLeaves = Leaves,
        }),
        "FastTreeBinary" => context.BinaryClassification.Trainers.FastTree(
            new FastTreeBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves }),
        "FastForestRegression" => context.Regression.Trainers.FastForest(
            new FastForestRegressionTrainer.Options { NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves }),
        "FastForestBinary" => context.BinaryClassification.Trainers.FastForest(
            new FastForestBinaryTrainer.Options { LabelColumnName = Binary, NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves }),
        "LightGbmRegression" => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            NumberOfThreads = 1,
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = 5,
            Seed = 1,
            Deterministic = true,
        }),
        "LightGbmBinary" => context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = Binary,
            NumberOfThreads = 1,
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = 5,
            Seed = 1,
            Deterministic = true,
        }),
        "LightGbmRanking" => context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
        {
            LabelColumnName = nameof(FeatureRow.Relevance),
            RowGroupColumnName = nameof(FeatureRow.Group),
            NumberOfThreads = 1,
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = 5,
            Seed = 1,
            Deterministic = true,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such trainer"),
    };
}
