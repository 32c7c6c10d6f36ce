using Microsoft.ML;
using Microsoft.ML.Data;
using ModelOps.Serving.MLNet.Export;
using ModelOps.Serving.MLNet.Parity;

namespace ModelOps.Serving.MLNet;

/// <summary>Proves on data that an exported model answers as ML.NET does.</summary>
public static class MLNetOnnxParity
{
    /// <summary>Tolerance unless another is given: 1e-5.</summary>
    public const double DefaultTolerance = 1e-5;

    private const int BatchRows = 512;

    /// <summary>Runs both models over the same rows and compares every output.</summary>
    /// <param name="model">The ML.NET model that was exported.</param>
    /// <param name="data">Rows as <paramref name="model"/> takes them, e.g. the test set; all of them are compared.</param>
    /// <param name="export">What <see cref="MLNetOnnxExport.Export"/> made of the model.</param>
    /// <param name="tolerance">Allowed difference: <c>|onnx - mlnet| &lt;= tolerance * max(1, |mlnet|)</c>. NaN equals NaN, an infinity itself.</param>
    /// <param name="cancellationToken">Ends the comparison early.</param>
    /// <returns>The differences found.</returns>
    /// <exception cref="NotSupportedException">The model cannot be exported, so it is not the one that <paramref name="export"/> was made of.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or NaN.</exception>
    /// <exception cref="ArgumentException">The export has another number of features or outputs than the model.</exception>
    /// <exception cref="ModelLoadException">ONNX Runtime refuses the exported model, or its native library is missing.</exception>
    /// <remarks>Runs ONNX Runtime on one thread. The app brings its native library, e.g. by the package <c>Microsoft.ML.OnnxRuntime</c>.</remarks>
    public static OnnxParityReport Compare(
        ITransformer model, IDataView data, OnnxExportResult export, double tolerance = DefaultTolerance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(export);
        if (!(tolerance >= 0)) { throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Give 0 or more, e.g. 1e-5."); }
        Scorer scorer = Scorer.FindOrThrow(model);
        string[] columns = scorer.Calibrator is null ? ["Score"] : ["Score", "Probability"];
        if (export.Signature.Inputs[0].Shape[1] != scorer.FeatureCount || export.Signature.Outputs.Count != columns.Length)
        {
            throw new ArgumentException(
                $"The export takes {export.Signature.Inputs[0]} and gives {export.Signature.Outputs.Count} outputs, where the model takes {scorer.FeatureCount} features and gives {columns.Length}. " +
                $"Compare a model with its own export.", nameof(export));
        }

        using ParityComparer comparer = new(export, BatchRows, tolerance);

        IDataView answers = model.Transform(data);
        DataViewSchema.Column features = answers.Schema[scorer.FeatureColumn];
        DataViewSchema.Column[] outputs = [.. columns.Select(name => answers.Schema[name])];
        using DataViewRowCursor cursor = answers.GetRowCursor([features, .. outputs]);
        ValueGetter<VBuffer<float>> readFeatures = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<float>[] readOutputs = [.. outputs.Select(cursor.GetGetter<float>)];
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            readFeatures(ref row);
            row.CopyTo(comparer.NextFeatures());
            for (int i = 0; i < readOutputs.Length; i++) { readOutputs[i](ref comparer.NextAnswer(i)); }
            comparer.Advance();
        }

        return comparer.Finish();
    }
}
