namespace ModelOps;

/// <summary>Tensors as messages name them.</summary>
internal static class SignatureText
{
    public static string Of(TensorBinding binding) => $"{binding.DataType.ToName()}{InferenceTensor.FormatShape([-1, .. binding.RowShape])}";

    public static string Of(TensorSpec spec) => $"{spec.DataType.ToName()}{InferenceTensor.FormatShape([.. spec.Shape])}";
}
