using ModelOps.Registry.Mlflow.ModelFiles;

namespace ModelOps.Registry.Mlflow;

/// <summary>Signature of a model as MLflow writes it into the <c>MLmodel</c> file: columns or tensors in and out, and inference parameters.</summary>
public sealed record MlflowSignature
{
    /// <summary>Inputs; null when the file gives none.</summary>
    public IReadOnlyList<MlflowField>? Inputs { get; init; }

    /// <summary>Outputs; null when the file gives none.</summary>
    public IReadOnlyList<MlflowField>? Outputs { get; init; }

    /// <summary>Inference parameters; null when the file gives none.</summary>
    public IReadOnlyList<MlflowParameter>? Parameters { get; init; }

    /// <summary>Writes a signature of ours in MLflow's terms: a tensor for each input and output.</summary>
    /// <param name="signature">The signature.</param>
    /// <returns>MLflow's form. <see cref="TensorSpec.RequireFinite"/> has no counterpart and is left out.</returns>
    /// <exception cref="NotSupportedException">A tensor is of <see cref="TensorDataType.BFloat16"/>, which NumPy does not have.</exception>
    public static MlflowSignature FromModelSignature(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return new MlflowSignature { Inputs = Write(signature.Inputs), Outputs = Write(signature.Outputs) };
    }

    /// <summary>Reads the signature in our terms.</summary>
    /// <returns>The signature; null when it says less than one of ours must: columns (a data frame may reach the model as one tensor or as many),
    /// tensors without names, element types that no tensor of ours has, or no inputs or outputs at all.</returns>
    public ModelSignature? ToModelSignature() =>
        Read(Inputs) is { } inputs && Read(Outputs) is { } outputs ? new ModelSignature(inputs, outputs) : null;

    private static MlflowField[] Write(IReadOnlyList<TensorSpec> specs) =>
        [.. specs.Select(static s => new MlflowField(s.Name, MlflowType.Tensor(NumpyTypes.ToName(s.DataType), s.Shape)))];

    private static TensorSpec[]? Read(IReadOnlyList<MlflowField>? fields)
    {
        if (fields is null or { Count: 0 }) { return null; }
        TensorSpec[] specs = new TensorSpec[fields.Count];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < specs.Length; i++)
        {
            MlflowField field = fields[i];
            if (field is not { Name: { Length: > 0 } name, Type: { Shape: { } shape, NumpyType: { } type } }
                || !NumpyTypes.TryRead(type, out TensorDataType dataType) || !names.Add(name))
            {
                return null;
            }

            specs[i] = new TensorSpec(name, dataType, shape);
        }

        return specs;
    }
}
