using System.Text;
using ModelOps.Onnx.Printing;

namespace ModelOps.Onnx;

/// <summary>Shows a model as text for people: inputs, outputs, constants with type, shape and size, nodes. Thread-safe.</summary>
public static class OnnxPrinter
{
    /// <summary>Prints a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Lines ending in a line feed; the same for the same model. Control characters of names are escaped; of long lists the first entries are shown.</returns>
    public static string Print(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        StringBuilder text = new();
        new ModelPrinter(text).Print(model);
        return text.ToString();
    }
}
