using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Reads the signature of an ONNX file.</summary>
internal static class OnnxSignature
{
    public static ModelSignature Read(string model, InferenceSession session) => new(
        [.. session.InputNames.Select(name => ToSpec(model, "input", name, session.InputMetadata[name]))],
        [.. session.OutputNames.Select(name => ToSpec(model, "output", name, session.OutputMetadata[name]))]);

    private static TensorSpec ToSpec(string model, string kind, string name, NodeMetadata metadata) =>
        metadata.IsTensor && OnnxElementTypes.ToDataType(metadata.ElementDataType) is { } type
            ? new TensorSpec(name, type, [.. metadata.Dimensions.Select(static d => (long)d)])
            : throw new ModelLoadException(
                model,
                $"its {kind} '{name}' is no tensor that can be served, but {(metadata.IsTensor ? metadata.ElementDataType.ToString() : metadata.OnnxValueType.ToString())}. "
                + "Export the model with plain tensors (for scikit-learn classifiers: with the option zipmap off).");
}
