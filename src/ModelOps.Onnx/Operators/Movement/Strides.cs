namespace ModelOps.Onnx.Operators.Movement;

/// <summary>How many elements apart the places of a dimension are.</summary>
internal static class Strides
{
    /// <summary>Those of a tensor that lies row after row.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="strides">Receives as many numbers.</param>
    public static void RowMajor(ReadOnlySpan<int> shape, Span<int> strides)
    {
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }
    }

    /// <summary>Number of elements of some dimensions.</summary>
    public static int Product(ReadOnlySpan<int> dimensions)
    {
        int product = 1;
        foreach (int dimension in dimensions) { product *= dimension; }
        return product;
    }
}
