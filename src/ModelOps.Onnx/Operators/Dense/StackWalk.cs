namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Walks over two stacks of matrices whose dimensions broadcast.</summary>
internal sealed class StackWalk
{
    private readonly int[] _shape = new int[Execution.Value.MaxRank];
    private readonly int[] _stridesA = new int[Execution.Value.MaxRank];
    private readonly int[] _stridesB = new int[Execution.Value.MaxRank];
    private int _rank;

    /// <summary>Matrices of the result.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the dimensions of both stacks.</summary>
    /// <param name="a">Those of the left.</param>
    /// <param name="b">Those of the right.</param>
    /// <param name="shape">Receives those of the result.</param>
    /// <returns>Their number; null if they do not broadcast.</returns>
    public int? Bind(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> shape)
    {
        _rank = Math.Max(a.Length, b.Length);
        (int strideA, int strideB) = (1, 1);
        Count = 1;
        for (int i = _rank - 1; i >= 0; i--)
        {
            int dimensionA = i - _rank + a.Length >= 0 ? a[i - _rank + a.Length] : 1;
            int dimensionB = i - _rank + b.Length >= 0 ? b[i - _rank + b.Length] : 1;
            if (dimensionA != dimensionB && dimensionA != 1 && dimensionB != 1) { return null; }
            shape[i] = _shape[i] = dimensionA == 1 ? dimensionB : dimensionA;
            _stridesA[i] = dimensionA == 1 ? 0 : strideA;
            _stridesB[i] = dimensionB == 1 ? 0 : strideB;
            strideA *= dimensionA;
            strideB *= dimensionB;
            Count *= shape[i];
        }

        return _rank;
    }

    /// <summary>The matrices that make one of the result.</summary>
    public (int A, int B) At(int index)
    {
        (int a, int b) = (0, 0);
        for (int i = _rank - 1; i >= 0; i--)
        {
            int at = index % _shape[i];
            index /= _shape[i];
            a += at * _stridesA[i];
            b += at * _stridesB[i];
        }

        return (a, b);
    }
}
