using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary><c>Gemm</c> in all its generality: sides transposed or computed, an addend of any shape that broadcasts.</summary>
/// <param name="a">Left side.</param>
/// <param name="b">Right side, if it is not constant.</param>
/// <param name="c">Addend, if there is one.</param>
/// <param name="y">The result.</param>
/// <param name="form">Attributes.</param>
/// <param name="packed">Right side, if it is constant.</param>
internal sealed unsafe class GemmStep(Value a, Value? b, Value? c, Value y, GemmForm form, PackedMatrix? packed) : Step
{
    private int _rows;
    private int _depth;
    private int _columns;
    private int _panels;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (a.Rank != 2 || b is { Rank: not 2 }) { throw new ShapeException($"{a} or {b} is no matrix"); }
        (_rows, _depth) = form.TransA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        (int depth, _columns) = packed is not null ? (packed.Depth, packed.Columns) : form.TransB ? (b!.Shape[1], b.Shape[0]) : (b!.Shape[0], b.Shape[1]);
        if (depth != _depth) { throw new ShapeException($"{a} and weights of [{depth},{_columns}] do not multiply"); }
        if (c is not null && !Fits(c)) { throw new ShapeException($"{c} does not broadcast to [{_rows},{_columns}]"); }
        y.SetShape(_rows, _columns);
        long left = form.TransA ? ScratchFloats.RoundUp((long)_rows * _depth) : 0;
        _panels = (int)left;
        ScratchBytes = ScratchFloats.Bytes(left + (packed is null ? PanelLayout.Length(_depth, _columns) : 0));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        float* scratch = (float*)Scratch;
        float* left = (float*)a.Data;
        if (form.TransA)
        {
            MatrixCopy.Transpose((float*)a.Data, _depth, _rows, scratch);
            left = scratch;
        }

        float* panels = scratch + _panels;
        if (packed is not null) { panels = packed.Panels; }
        else { PanelLayout.Pack((float*)b!.Data, _depth, _columns, form.TransB ? 1 : _columns, form.TransB ? _depth : 1, panels); }
        float* result = (float*)y.Data;
        Epilogue end = new(form.Activation) { Scale = form.Alpha };
        if (c is not null && form.Beta != 0) { Add(ref end, (float*)c.Data, result); }
        FloatKernels.Best.Multiply(left, _depth, _rows, panels, _depth, _columns, in end, result, _columns);
        if (!form.Activation.IsBounds) { FloatKernels.Best.Activate(form.Activation, result, y.Count); }
        GC.KeepAlive(packed);
    }

    private bool Fits(Value addend)
    {
        if (addend.Rank > 2) { return false; }
        int columns = addend.Rank > 0 ? addend.Shape[^1] : 1;
        int rows = addend.Rank > 1 ? addend.Shape[0] : 1;
        return (columns == 1 || columns == _columns) && (rows == 1 || rows == _rows);
    }

    /// <summary>Adds a whole row or matrix as it is; what needs stretching or scaling is first written to where the result goes.</summary>
    private void Add(ref Epilogue end, float* addend, float* result)
    {
        int columns = c!.Rank > 0 ? c.Shape[^1] : 1;
        nint rowStride = c.Rank > 1 && c.Shape[0] > 1 ? columns : 0;
        if (columns == _columns && form.Beta == 1) { end.Add(addend, rowStride); return; }
        for (nint row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++) { result[(row * _columns) + column] = form.Beta * addend[(row * rowStride) + (columns == 1 ? 0 : column)]; }
        }

        end.Add(result, _columns);
    }
}
