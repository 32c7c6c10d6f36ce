using System.Text;
using ModelOps.Onnx.Printing;

namespace ModelOps.Onnx;

/// <summary>Shows a model as text for people: inputs, outputs, constants with type, shape and size, nodes. Thread-safe.</summary>
public static class OnnxPrinter
{
    /// <summary>Prints a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Lines ending in a line feed; the same for the same model. Control characters of names are escaped; of long lists the first entries are shown.</returns>
    public static string Print(OnnxModel model) => Print(model, new OnnxPrintOptions());

    /// <summary>Prints a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What is shown.</param>
    /// <returns>Lines ending in a line feed; the same for the same model. Control characters of names are escaped; of long lists the first entries are shown.</returns>
    public static string Print(OnnxModel model, OnnxPrintOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        StringBuilder text = new();
        if (!options.Shapes)
        {
            new ModelPrinter(text, showsShapes: false).Print(model);
            return text.ToString();
        }

        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(model);
        ModelPrinter printer = new(text, showsShapes: true);
        printer.Print(inferred.Model);
        printer.Print(inferred.Findings, inferred.UnknownOperators);
        return text.ToString();
    }
}
