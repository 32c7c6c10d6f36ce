namespace ModelOps.Onnx.Execution;

/// <summary>The shape of an input of which at most the first dimension is open, so that the number of elements tells it.</summary>
internal sealed class RowLayout
{
    private readonly TensorSpec _spec;
    private readonly int[] _shape;
    private readonly long _rowElements;
    private readonly bool _isOpen;

    private RowLayout(TensorSpec spec)
    {
        _spec = spec;
        _isOpen = spec.Shape is [< 0, ..];
        _shape = [.. spec.Shape.Select(static d => (int)d)];
        _rowElements = spec.Shape.Skip(_isOpen ? 1 : 0).Aggregate(1L, static (product, d) => product * d);
    }

    /// <summary>The layout of a model's only input; null for a model that has another number of inputs, or does not turn floats into floats, or has more dimensions open.</summary>
    public static RowLayout? Of(ModelSignature signature) =>
        signature.Inputs is [{ DataType: TensorDataType.Float32 } input] && signature.Outputs is [{ DataType: TensorDataType.Float32 }, ..] && input.Shape.Skip(1).All(static d => d >= 0)
            ? new RowLayout(input)
            : null;

    /// <summary>Gives a frame's input the shape of so many elements.</summary>
    /// <exception cref="ArgumentException">They fill no number of rows.</exception>
    /// <exception cref="ShapeException">There are too many.</exception>
    public void Reshape(Frame frame, int elements)
    {
        if (_isOpen ? _rowElements == 0 || elements % _rowElements != 0 : elements != _rowElements)
        {
            throw new ArgumentException($"{elements} elements do not fill input {_spec}. Give whole rows.", nameof(elements));
        }

        Span<int> shape = stackalloc int[Value.MaxRank];
        _shape.CopyTo(shape);
        if (_isOpen) { shape[0] = (int)(elements / _rowElements); }
        frame.Reshape(0, shape[.._shape.Length]);
    }
}
