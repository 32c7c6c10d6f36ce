using Microsoft.ML;
using ModelOps.Onnx;
using ModelOps.Serving.MLNet.Export;

namespace ModelOps.Serving.MLNet;

/// <summary>Writes trained ML.NET models as ONNX models.</summary>
/// <remarks>
/// <para>Takes linear models (regression, Poisson regression, binary), FastTree, FastForest and LightGBM (regression, ranking, binary; Tweedie),
/// binary ones with Platt calibration or none. The model may stand alone or end a chain that otherwise only concatenates columns: the
/// exported input is then the concatenated vector, its columns in the order of the concatenation.</para>
/// <para>Missing values (NaN), infinities, values exactly at a threshold and categorical splits go where ML.NET sends them.
/// Linear models add in 32 bits as ML.NET does, but in another order: expect differences of a few rounding steps of the largest term.</para>
/// </remarks>
public static class MLNetOnnxExport
{
    private const long IrVersion = 8;
    private const long OperatorSet = 13;
    private const long MachineLearningOperatorSet = 3;

    /// <summary>Says whether a model can be exported, without converting it.</summary>
    /// <param name="model">A trained model, as <c>Fit</c> or <c>MLContext.Model.Load</c> gives it.</param>
    /// <returns>The answer, with every obstacle found.</returns>
    public static OnnxExportReport Check(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new OnnxExportReport(Scorer.Find(model).Missing);
    }

    /// <summary>Exports a model.</summary>
    /// <param name="model">A trained model, as <c>Fit</c> or <c>MLContext.Model.Load</c> gives it.</param>
    /// <param name="options">Names and number format; null for the defaults.</param>
    /// <returns>The ONNX file and its signature.</returns>
    /// <exception cref="NotSupportedException"><see cref="Check"/> says no; the message lists what is missing.</exception>
    /// <exception cref="ArgumentException">Two names of <paramref name="options"/> are the same, or one is empty.</exception>
    public static OnnxExportResult Export(ITransformer model, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxExportOptions();
        Scorer scorer = Scorer.FindOrThrow(model);
        string[] outputs = scorer.Calibrator is null ? [options.ScoreName] : [options.ScoreName, options.ProbabilityName];
        ThrowIfNamesClash([options.InputName, .. outputs]);
        GraphBuilder graph = new();
        scorer.WriteScore(graph, options.InputName, options.ScoreName, options.TreePrecision);
        if (scorer.Calibrator is { } calibrator) { PlattGraph.Write(graph, options.ScoreName, options.ProbabilityName, calibrator); }
        byte[] bytes = OnnxModelWriter.Write(new OnnxModel
        {
            IrVersion = IrVersion,
            OperatorSets = new Dictionary<string, long> { [string.Empty] = OperatorSet, [GraphBuilder.MachineLearning] = MachineLearningOperatorSet },
            Metadata = new Dictionary<string, string> { ["mlnet.model"] = scorer.Model.GetType().Name },
            Graph = new OnnxGraph
            {
                Nodes = graph.Nodes,
                Initializers = graph.Constants,
                Inputs = [new OnnxValueInfo(options.InputName, OnnxElementType.Float, [-1, scorer.FeatureCount])],
                Outputs = [.. outputs.Select(static name => new OnnxValueInfo(name, OnnxElementType.Float, [-1, 1]))],
            },
        });
        return new OnnxExportResult(bytes, new ModelSignature(
            [new TensorSpec(options.InputName, TensorDataType.Float32, [-1, scorer.FeatureCount])],
            [.. outputs.Select(static name => new TensorSpec(name, TensorDataType.Float32, [-1, 1]))]));
    }

    private static void ThrowIfNamesClash(string[] names)
    {
        if (names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException(
                $"Input and outputs need a name of their own each; found {string.Join(", ", names.Select(static name => $"'{name}'"))}. " +
                $"Set {nameof(OnnxExportOptions.InputName)}, {nameof(OnnxExportOptions.ScoreName)} and {nameof(OnnxExportOptions.ProbabilityName)}.", "options");
        }
    }
}
