using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operators <c>com.microsoft.QLinearAdd</c> and <c>QLinearMul</c>, with the broadcasting of ONNX: shapes that meet at the end, dimensions of 1 repeated.</summary>
/// <param name="a">Left side.</param>
/// <param name="b">Right side.</param>
/// <param name="output">The output.</param>
/// <param name="pairs">What to compute with.</param>
/// <param name="isProduct">Whether to multiply.</param>
internal sealed class BytePairStep(Value a, Value b, Value output, BytePairs pairs, bool isProduct) : Step
{
    private readonly int[] _shape = new int[Value.MaxRank];
    private readonly int[] _strideOfA = new int[Value.MaxRank];
    private readonly int[] _strideOfB = new int[Value.MaxRank];
    private int _rank;
    private int _run;
    private int _runOfA;
    private int _runOfB;

    /// <inheritdoc/>
    public override void Bind()
    {
        _rank = Math.Max(a.Rank, b.Rank);
        for (int i = 0; i < _rank; i++)
        {
            (int left, int right) = (DimensionOf(a, i), DimensionOf(b, i));
            if (left != right && left != 1 && right != 1) { throw new ShapeException($"{a} and {b} do not fit each other"); }
            _shape[i] = left == 1 ? right : left;
        }

        output.SetShape(_shape.AsSpan(0, _rank));
        Strides(a, _strideOfA);
        Strides(b, _strideOfB);

        // The longest end of the shape in which neither side repeats, or one of them is a single byte.
        _run = 1;
        (int sideOfA, int sideOfB) = (1, 1);
        while (_rank > 0)
        {
            (int left, int right, int size) = (DimensionOf(a, _rank - 1), DimensionOf(b, _rank - 1), _shape[_rank - 1]);
            (int nextOfA, int nextOfB, int next) = (sideOfA * left, sideOfB * right, _run * size);
            if ((nextOfA != next && nextOfA != 1) || (nextOfB != next && nextOfB != 1)) { break; }
            (sideOfA, sideOfB, _run) = (nextOfA, nextOfB, next);
            _rank--;
        }

        (_runOfA, _runOfB) = (sideOfA, sideOfB);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<byte> left = a.Elements(), right = b.Elements();
        Span<byte> y = output.Elements();
        for (int first = 0; first < y.Length; first += _run)
        {
            (int atA, int atB, int rest) = (0, 0, first / _run);
            for (int i = _rank - 1; i >= 0; i--)
            {
                (rest, int index) = Math.DivRem(rest, _shape[i]);
                atA += index * _strideOfA[i];
                atB += index * _strideOfB[i];
            }

            if (isProduct) { pairs.Multiply(left.Slice(atA, _runOfA), right.Slice(atB, _runOfB), y.Slice(first, _run)); }
            else { pairs.Add(left.Slice(atA, _runOfA), right.Slice(atB, _runOfB), y.Slice(first, _run)); }
        }
    }

    private int DimensionOf(Value value, int axis)
    {
        int at = axis - (Math.Max(a.Rank, b.Rank) - value.Rank);
        return at < 0 ? 1 : value.Shape[at];
    }

    private void Strides(Value value, int[] strides)
    {
        int stride = 1;
        for (int i = _rank - 1; i >= 0; i--)
        {
            int dimension = DimensionOf(value, i);
            strides[i] = dimension == 1 ? 0 : stride;
            stride *= dimension;
        }
    }
}
