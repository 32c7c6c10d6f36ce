using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Execution;

/// <summary>A constant of a plan. Its elements are copied to aligned memory when a step first reads them: weights that an operator packed never are.</summary>
/// <param name="tensor">The constant.</param>
internal sealed class PlanConstant(OnnxTensor tensor)
{
    private readonly Lazy<AlignedMemory> _memory = new(() => Copy(tensor));
    private readonly Lazy<string[]> _strings = new(() => [.. tensor.StringData]);

    /// <summary>Gives a value the constant's shape and elements.</summary>
    /// <exception cref="ShapeException">A dimension is too large.</exception>
    public unsafe void AttachTo(Value value)
    {
        if (tensor.Shape.Any(static d => d > int.MaxValue)) { throw new ShapeException($"constant '{tensor.Name}' has a dimension of more than {int.MaxValue}"); }
        value.SetShape([.. tensor.Shape.Select(static d => (int)d)]);
        if (tensor.ElementType == OnnxElementType.String) { value.Strings = _strings.Value; }
        else { value.Data = _memory.Value.Pointer; }
        value.IsKnown = true;
    }

    private static AlignedMemory Copy(OnnxTensor tensor)
    {
        AlignedMemory memory = new(tensor.RawData.Length);
        tensor.RawData.Span.CopyTo(memory.Bytes);
        return memory;
    }
}
