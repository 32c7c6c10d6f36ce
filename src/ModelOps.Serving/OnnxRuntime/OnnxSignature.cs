using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>The signature of an ONNX file, and whether the registered one fits it.</summary>
internal static class OnnxSignature
{
    public static ModelSignature Read(string model, InferenceSession session) => new(
        [.. session.InputNames.Select(name => ToSpec(model, "input", name, session.InputMetadata[name]))],
        [.. session.OutputNames.Select(name => ToSpec(model, "output", name, session.OutputMetadata[name]))]);

    /// <summary>Chooses the registered signature, which may say more than the file (finiteness, fixed sizes, fewer outputs), once it fits the file.</summary>
    public static ModelSignature Choose(string model, ModelSignature file, ModelSignature? registered)
    {
        if (registered is null) { return file; }
        if (registered.Inputs.Count != file.Inputs.Count) { throw Disagrees(model, "inputs", registered.Inputs, file.Inputs); }
        if (!registered.Inputs.All(spec => file.Inputs.Any(f => f.Name == spec.Name && f.DataType == spec.DataType && Narrows(f.Shape, spec.Shape))))
        {
            throw Disagrees(model, "inputs", registered.Inputs, file.Inputs);
        }

        if (registered.Outputs.Count == 0 || !registered.Outputs.All(spec => file.Outputs.Any(f => f.Name == spec.Name && f.DataType == spec.DataType && Overlaps(f.Shape, spec.Shape))))
        {
            throw Disagrees(model, "outputs", registered.Outputs, file.Outputs);
        }

        return registered;
    }

    private static TensorSpec ToSpec(string model, string kind, string name, NodeMetadata metadata) =>
        metadata.IsTensor && OnnxElementTypes.ToDataType(metadata.ElementDataType) is { } type
            ? new TensorSpec(name, type, [.. metadata.Dimensions.Select(static d => (long)d)])
            : throw new ModelLoadException(
                model,
                $"its {kind} '{name}' is no tensor that can be served, but {(metadata.IsTensor ? metadata.ElementDataType.ToString() : metadata.OnnxValueType.ToString())}. "
                + "Export the model with plain tensors (for scikit-learn classifiers: with the option zipmap off).");

    // Every shape that the registered input accepts must be one that the file accepts.
    private static bool Narrows(IReadOnlyList<long> file, IReadOnlyList<long> registered) =>
        file.Count == registered.Count && file.Zip(registered).All(static pair => pair.First < 0 || pair.First == pair.Second);

    // A file may leave out an output's shape, which reads as a scalar.
    private static bool Overlaps(IReadOnlyList<long> file, IReadOnlyList<long> registered) =>
        file.Count == 0 || (file.Count == registered.Count && file.Zip(registered).All(static pair => pair.First < 0 || pair.Second < 0 || pair.First == pair.Second));

    private static ModelLoadException Disagrees(string model, string what, IReadOnlyList<TensorSpec> registered, IReadOnlyList<TensorSpec> file) => new(
        model,
        $"the registered signature has the {what} {string.Join(", ", registered)}, but the file has {string.Join(", ", file)}. "
        + "Register the version with a signature that fits its file, or without one.");
}
