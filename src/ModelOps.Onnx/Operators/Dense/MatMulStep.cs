using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary><c>MatMul</c> of two values: matrices in the last two dimensions, the others broadcast. The right side is packed on the fly.</summary>
/// <param name="a">Left side.</param>
/// <param name="b">Right side.</param>
/// <param name="y">The result.</param>
/// <param name="form">Attributes; what is added is none of them.</param>
internal sealed unsafe class MatMulStep(Value a, Value b, Value y, GemmForm form) : Step
{
    /// <summary>Fewest rows for which packing the right side pays.</summary>
    private const int MinPackedRows = 4;

    private readonly StackWalk _walk = new();
    private int _rows;
    private int _depth;
    private int _columns;
    private int _panels;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (a.Rank == 0 || b.Rank == 0) { throw new ShapeException($"{a} or {b} is a scalar"); }
        bool isRow = a.Rank == 1, isColumn = b.Rank == 1;
        (_rows, _depth) = isRow ? (1, a.Shape[0]) : form.TransA ? (a.Shape[^1], a.Shape[^2]) : (a.Shape[^2], a.Shape[^1]);
        (int depth, _columns) = isColumn ? (b.Shape[0], 1) : form.TransB ? (b.Shape[^1], b.Shape[^2]) : (b.Shape[^2], b.Shape[^1]);
        if (depth != _depth) { throw new ShapeException($"{a} and {b} do not multiply"); }
        Span<int> shape = stackalloc int[Value.MaxRank + 2];
        int rank = _walk.Bind(isRow ? [] : a.Shape[..^2], isColumn ? [] : b.Shape[..^2], shape) ?? throw new ShapeException($"{a} and {b} do not broadcast");
        if (!isRow) { shape[rank++] = _rows; }
        if (!isColumn) { shape[rank++] = _columns; }
        y.SetShape(shape[..rank]);
        _panels = (int)(form.TransA ? ScratchFloats.RoundUp((long)_rows * _depth) : 0);
        ScratchBytes = ScratchFloats.Bytes(_panels + (long)PanelLayout.Length(_depth, _columns));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (y.Count == 0) { return; }
        float* left = (float*)Scratch;
        float* panels = left + _panels;
        (nint ofA, nint ofB, nint ofY) = ((nint)_rows * _depth, (nint)_depth * _columns, (nint)_rows * _columns);
        bool transposesA = form.TransA && a.Rank > 1, transposesB = form.TransB && b.Rank > 1;
        bool isPacked = transposesB || _rows >= MinPackedRows;
        Epilogue end = new(form.Activation) { Scale = form.Alpha };
        int lastA = -1, lastB = -1;
        for (int i = 0; i < _walk.Count; i++)
        {
            (int atA, int atB) = _walk.At(i);
            float* x = (float*)a.Data + (atA * ofA);
            float* w = (float*)b.Data + (atB * ofB);
            if (transposesA)
            {
                if (atA != lastA) { MatrixCopy.Transpose(x, _depth, _rows, left); }
                x = left;
            }

            if (atB != lastB) { Pack(w, transposesB, isPacked, panels); }
            (lastA, lastB) = (atA, atB);
            Multiply(x, w, isPacked, panels, in end, (float*)y.Data + (i * ofY));
        }

        if (!form.Activation.IsBounds) { FloatKernels.Best.Activate(form.Activation, (float*)y.Data, y.Count); }
    }

    /// <summary>Packs all columns, or the last ones alone where few rows do not pay for more.</summary>
    private void Pack(float* w, bool isTransposed, bool isWhole, float* panels)
    {
        int first = isWhole ? 0 : PanelLayout.WideColumns(_columns);
        PanelLayout.Pack(w + first, _depth, _columns - first, isTransposed ? 1 : _columns, isTransposed ? _depth : 1, panels);
    }

    private void Multiply(float* x, float* w, bool isPacked, float* panels, in Epilogue end, float* result)
    {
        int wide = isPacked ? 0 : PanelLayout.WideColumns(_columns);
        if (wide > 0) { FloatKernels.Best.MultiplyPlain(x, _depth, _rows, w, _columns, _depth, wide, in end, result, _columns); }
        if (wide < _columns) { FloatKernels.Best.Multiply(x, _depth, _rows, panels, _depth, _columns - wide, in end, result + wide, _columns); }
    }
}
