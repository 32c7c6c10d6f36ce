namespace ModelOps.Onnx.Shapes;

/// <summary>What is known of a value. Immutable; nothing writes into its arrays.</summary>
/// <param name="Type">Element type; <see cref="OnnxElementType.Undefined"/> when not known.</param>
/// <param name="Shape">Dimensions; null when their number is not known.</param>
internal sealed record Fact(OnnxElementType Type, Dim[]? Shape)
{
    /// <summary>Most elements whose values are followed; more than any shape has dimensions.</summary>
    public const int MaxContent = 1024;

    public static Fact Unknown { get; } = new(OnnxElementType.Undefined, null);

    /// <summary>Elements of a small tensor of integers or booleans, row-major, as far as they are known; else null.</summary>
    public Dim[]? Content { get; init; }

    /// <summary>The tensor, when it is a constant of the file.</summary>
    public OnnxTensor? Constant { get; init; }

    public bool SaysNothing => Type == OnnxElementType.Undefined && Shape is null;

    public static Fact Of(OnnxTensor tensor)
    {
        Dim[]? shape = tensor.Shape.Count > ShapeBudget.MaxRank || tensor.Shape.Any(static size => size < 0) ? null : [.. tensor.Shape.Select(static size => (Dim)size)];
        return new Fact(tensor.ElementType, shape) { Constant = tensor, Content = TensorContent.Read(tensor) };
    }
}
