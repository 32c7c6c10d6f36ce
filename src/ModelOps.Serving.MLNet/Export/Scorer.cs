using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using ModelOps.Onnx;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>The part of a model that computes the score, and what stops it from being exported.</summary>
internal sealed class Scorer
{
    private readonly List<string> _missing = [];

    private Scorer(object model) => Model = model;

    /// <summary>What the export lacks; the other members hold only when this is empty.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>ML.NET's model parameters, calibration taken off.</summary>
    public object Model { get; private set; }

    public PlattCalibrator? Calibrator { get; private set; }

    public string FeatureColumn { get; private set; } = string.Empty;

    public int FeatureCount { get; private set; }

    public static Scorer Find(ITransformer model)
    {
        List<ITransformer> steps = [.. Flatten(model)];
        Scorer scorer = new(model);
        if (steps is [.., ISingleFeaturePredictionTransformer<object> predictor])
        {
            scorer.Model = predictor.Model;
            scorer.FeatureColumn = predictor.FeatureColumnName;
            scorer.ReadFeatureCount(predictor);
            scorer.TakeOffCalibration();
            scorer.CheckModel();
            steps.RemoveAt(steps.Count - 1);
        }
        else
        {
            string last = steps.Count == 0 ? "nothing" : steps[^1].GetType().Name;
            scorer._missing.Add($"The model must end with a trained regression, ranking or binary classification model over one feature vector, but it ends with {last}.");
        }

        string[] others = [.. steps.Where(static step => step is not ColumnConcatenatingTransformer).Select(static step => step.GetType().Name).Distinct()];
        if (others.Length > 0)
        {
            scorer._missing.Add($"Only a concatenation of columns may come before the model; found {string.Join(", ", others)}. " +
                "Export the last transformer alone and give it the features it was trained on.");
        }

        return scorer;
    }

    public static Scorer FindOrThrow(ITransformer model)
    {
        Scorer scorer = Find(model);
        return scorer.Missing.Count == 0 ? scorer : throw new NotSupportedException(
            $"The model cannot be exported to ONNX: {string.Join(" ", scorer.Missing)} Serve the saved model.zip with AddMLNetRuntime() instead.");
    }

    public void WriteScore(GraphBuilder graph, string features, string score, OnnxTreePrecision precision)
    {
        switch (Model)
        {
            case PoissonRegressionModelParameters poisson:
                graph.Add("Exp", [LinearGraph.Write(graph, features, output: null, poisson)], score);
                break;
            case LinearModelParameters linear:
                LinearGraph.Write(graph, features, score, linear);
                break;
            case FastTreeTweedieModelParameters tweedie:
                graph.Add("Exp", [TreeGraph.Write(graph, features, output: null, tweedie.TrainedTreeEnsemble.Trees, precision)], score);
                break;
            case FastForestRegressionModelParameters forest:
                string sum = TreeGraph.Write(graph, features, output: null, forest.TrainedTreeEnsemble.Trees, precision);
                string count = graph.Constant("trees", name => OnnxTensor.Floats(name, [1], [forest.TrainedTreeEnsemble.Trees.Count]));
                graph.Add("Div", [sum, count], score);
                break;
            default:
                TreeGraph.Write(graph, features, score, Trees(Model)!, precision);
                break;
        }
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];

    private static IReadOnlyList<RegressionTreeBase>? Trees(object model) => model switch
    {
        TreeEnsembleModelParametersBasedOnRegressionTree trees => trees.TrainedTreeEnsemble.Trees,
        TreeEnsembleModelParametersBasedOnQuantileRegressionTree trees => trees.TrainedTreeEnsemble.Trees,
        _ => null,
    };

    private void ReadFeatureCount(ITransformer predictor)
    {
        // The property is public, on a generic class whose argument differs between a trained and a loaded model.
        object? type = predictor.GetType().GetProperty("FeatureColumnType")?.GetValue(predictor);
        FeatureCount = type is VectorDataViewType { Size: > 0 } vector ? vector.Size : 0;
        if (FeatureCount == 0)
        {
            _missing.Add("The feature column must be a vector of known size; give its size in the schema that the model is trained on.");
        }
    }

    private void TakeOffCalibration()
    {
        if (Model is not CalibratedModelParametersBase calibrated) { return; }
        Model = calibrated.SubModel;
        Calibrator = calibrated.Calibrator as PlattCalibrator;
        if (Calibrator is null)
        {
            _missing.Add($"Of the calibrators only Platt's is supported, not {calibrated.Calibrator.GetType().Name}.");
        }
    }

    private void CheckModel()
    {
        if (Model is LinearModelParameters)
        {
            AddIfHidden(LinearGraph.CanRead, typeof(LinearModelParameters), "which weights are left out");
            return;
        }

        if (Trees(Model) is not { } trees)
        {
            _missing.Add($"Models of type {Model.GetType().Name} are not supported (linear, FastTree, FastForest and LightGBM are; no multiclass).");
            return;
        }

        AddIfHidden(MissingValueDefaults.CanRead, typeof(RegressionTreeBase), "where trees send missing values");
        if (Model is TreeEnsembleModelParametersBasedOnRegressionTree { TrainedTreeEnsemble: var plain }) { CheckSum(plain.Bias, plain.TreeWeights); }
        if (Model is TreeEnsembleModelParametersBasedOnQuantileRegressionTree { TrainedTreeEnsemble: var quantile }) { CheckSum(quantile.Bias, quantile.TreeWeights); }
        int features = FeatureCount;
        if (features > 0 && trees.Any(tree => tree.NumericalSplitFeatureIndexes.Any(index => index >= features)))
        {
            _missing.Add($"A tree asks for a feature beyond the {features} of the feature column; train the model again.");
        }
    }

    private void CheckSum(double bias, IReadOnlyList<double> weights)
    {
        // ML.NET's own scoring ignores both, and its trainers leave them alone.
        if (bias != 0 || weights.Any(static weight => weight != 1)) { _missing.Add("An ensemble with a bias or with weighted trees is not supported."); }
    }

    private void AddIfHidden(bool canRead, Type type, string what)
    {
        if (canRead) { return; }
        AssemblyName assembly = type.Assembly.GetName();
        _missing.Add($"{assembly.Name} {assembly.Version} does not tell {what}; use the version that this package was built with.");
    }
}
