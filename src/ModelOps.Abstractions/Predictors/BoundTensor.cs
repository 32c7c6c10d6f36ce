namespace ModelOps;

/// <summary>A <see cref="TensorBinding"/> as one model takes it.</summary>
/// <param name="Binding">The binding.</param>
/// <param name="Shape">Dimensions, with <see cref="Rows"/> and <see cref="RowSize"/> in the place of what a call says.</param>
internal sealed record BoundTensor(TensorBinding Binding, long[] Shape)
{
    /// <summary>Stands for the number of rows of the call.</summary>
    public const long Rows = -2;

    /// <summary>Stands for the length of the call's vectors.</summary>
    public const long RowSize = -3;

    /// <summary>Elements of one row; -1 when the call says.</summary>
    public int RowLength { get; } = Array.IndexOf(Shape, RowSize) >= 0
        ? -1
        : (int)Shape.Where(static d => d != Rows).Aggregate(1L, static (product, d) => product * d);

    public InferenceTensor AddTo(InferenceTensorCollection tensors, int rows, int rowLength)
    {
        Span<long> shape = stackalloc long[Shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = Shape[i] switch { Rows => rows, RowSize => rowLength, long fixedSize => fixedSize };
        }

        return tensors.Add(Binding.Name, Binding.DataType, shape);
    }
}
