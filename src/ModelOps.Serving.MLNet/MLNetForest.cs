using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using ModelOps.Onnx;
using ModelOps.Onnx.Forests;
using ModelOps.Serving.MLNet.Export;

namespace ModelOps.Serving.MLNet;

/// <summary>Makes a <see cref="Forest"/> of a trained ML.NET tree ensemble, to be scored, written or explained without ML.NET.</summary>
/// <remarks>
/// It takes the FastTree, FastForest and LightGBM models that <see cref="MLNetOnnxExport"/> takes, and its features are the vector that the model was trained on.
/// Scores are ML.NET's <c>Score</c>, added in doubles: the same to the last bit, except Tweedie (an exponential, relative 1e-6) and FastForest regression
/// (an average, one rounding step). A calibrator's <c>Probability</c> is no part of the forest.
/// </remarks>
public static class MLNetForest
{
    /// <summary>Reads a model.</summary>
    /// <param name="model">A trained model, as <c>Fit</c> or <c>MLContext.Model.Load</c> gives it.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="NotSupportedException">The model is no tree ensemble, or one that cannot be exported; the message says why.</exception>
    public static Forest Read(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Scorer scorer = Scorer.FindOrThrow(model);
        GraphBuilder graph = new();
        scorer.WriteScore(graph, "features", "score", OnnxTreePrecision.Double);
        OnnxNode trees = graph.Nodes.FirstOrDefault(static node => node.Domain == GraphBuilder.MachineLearning)
            ?? throw new NotSupportedException($"The model is a {scorer.Model.GetType().Name}, which has no trees. Export it with {nameof(MLNetOnnxExport)} instead.");
        if (scorer.Model is FastForestRegressionModelParameters)
        {
            trees = trees with { Attributes = [.. trees.Attributes, OnnxAttribute.String("aggregate_function", "AVERAGE")] };
        }

        Forest forest = OnnxForestReader.Read(trees, scorer.FeatureCount);
        return scorer.Model is FastTreeTweedieModelParameters ? forest.WithTransform(ForestTransform.Exponential) : forest;
    }
}
