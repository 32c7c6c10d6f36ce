using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Scaled dot-product attention: <c>softmax(mask(cap(scale Q K'))) V</c> for each head, a block of queries at a time. Belongs to one frame.
/// Source: Vaswani et al., "Attention is all you need", 2017; grouped queries: Ainslie et al., "GQA", 2023.</summary>
/// <param name="scale">Factor of the scores; NaN for one divided by the root of the size of a head.</param>
/// <param name="softcap">Bound that scores approach, <c>cap tanh(score / cap)</c>; 0 for none.</param>
/// <param name="masks">What is done to the scores last, in that order.</param>
/// <param name="isNothingZero">Whether a query that sees no key at all takes zeros, as <c>ai.onnx</c> has it; else the softmax decides, which has no number for infinities alone.</param>
internal sealed unsafe class AttentionCore(float scale, float softcap, ScoreMask[] masks, bool isNothingZero)
{
    /// <summary>Queries whose scores are computed together, so that scratch memory grows with the number of keys alone.</summary>
    private const int RowsOfBlock = 64;

    private HeadGrid _q;
    private HeadGrid _k;
    private HeadGrid _v;
    private HeadGrid _y;
    private int _keyPanels;
    private int _valuePanels;

    /// <summary>Whether each sequence depends on itself alone.</summary>
    public bool KeepsRows => Array.TrueForAll(masks, static m => m.KeepsRows);

    /// <summary>Takes the shapes.</summary>
    /// <returns>Floats of scratch memory that a run needs.</returns>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public long Bind(in HeadGrid q, in HeadGrid k, in HeadGrid v, in HeadGrid y)
    {
        if (q.Batch != k.Batch || q.Batch != v.Batch) { throw new ShapeException($"queries, keys and values are of {q.Batch}, {k.Batch} and {v.Batch} sequences"); }
        if (k.Heads != v.Heads || k.Heads == 0 || q.Heads % k.Heads != 0) { throw new ShapeException($"{q.Heads} heads of queries do not share {k.Heads} of keys and {v.Heads} of values"); }
        if (q.Size != k.Size || q.Size == 0) { throw new ShapeException($"queries of {q.Size} and keys of {k.Size} elements have no products"); }
        if (k.Rows != v.Rows) { throw new ShapeException($"there are {k.Rows} keys and {v.Rows} values"); }
        (_q, _k, _v, _y) = (q, k, v, y);
        foreach (ScoreMask mask in masks) { mask.Bind(in q, k.Rows); }
        if ((long)k.Rows * Math.Max(k.Size, v.Size) > int.MaxValue / 32) { throw new ShapeException($"{k.Rows} keys of {k.Size} and values of {v.Size} elements are too many for one head"); }
        _keyPanels = PanelLayout.Length(k.Size, k.Rows);
        _valuePanels = PanelLayout.Length(k.Rows, v.Size);
        return ScratchFloats.RoundUp(_keyPanels) + ScratchFloats.RoundUp(_valuePanels) + ((long)Math.Min(RowsOfBlock, q.Rows) * k.Rows);
    }

    /// <summary>Computes.</summary>
    public void Run(float* q, float* k, float* v, float* y, float* scratch)
    {
        float* keys = scratch;
        float* values = keys + ScratchFloats.RoundUp(_keyPanels);
        float* scores = values + ScratchFloats.RoundUp(_valuePanels);
        int group = _q.Heads / _k.Heads;
        for (int batch = 0; batch < _q.Batch; batch++)
        {
            for (int head = 0; head < _q.Heads; head++)
            {
                if (head % group == 0)
                {
                    PanelLayout.Pack(_k.At(k, batch, head / group), _k.Size, _k.Rows, 1, _k.RowStride, keys);
                    PanelLayout.Pack(_v.At(v, batch, head / group), _v.Rows, _v.Size, _v.RowStride, 1, values);
                }

                for (int first = 0; first < _q.Rows; first += RowsOfBlock)
                {
                    int rows = Math.Min(RowsOfBlock, _q.Rows - first);
                    Score(_q.At(q, batch, head) + (first * _q.RowStride), rows, keys, scores);
                    Share(scores, batch, head, first, rows);
                    Epilogue none = new();
                    FloatKernels.Best.Multiply(scores, _k.Rows, rows, values, _k.Rows, _v.Size, in none, _y.At(y, batch, head) + (first * _y.RowStride), _y.RowStride);
                }
            }
        }
    }

    private void Score(float* q, int rows, float* keys, float* scores)
    {
        Epilogue end = new() { Scale = float.IsNaN(scale) ? 1 / MathF.Sqrt(_q.Size) : scale };
        FloatKernels.Best.Multiply(q, _q.RowStride, rows, keys, _k.Size, _k.Rows, in end, scores, _k.Rows);
        if (softcap > 0) { FloatKernels.Best.Activate(new Activation(ActivationKind.ScaledTanh, softcap, 1 / softcap), scores, (nint)rows * _k.Rows); }
    }

    /// <summary>Turns scores into shares.</summary>
    private void Share(float* scores, int batch, int head, int first, int rows)
    {
        foreach (ScoreMask mask in masks) { mask.Apply(scores, batch, head, first, rows); }
        if (_k.Rows == 0) { return; }
        for (int row = 0; row < rows; row++, scores += _k.Rows)
        {
            Span<float> ofRow = new(scores, _k.Rows);
            if (isNothingZero && ofRow.IndexOfAnyExcept(float.NegativeInfinity, float.MinValue) < 0) { ofRow.Clear(); }
            else { FloatKernels.Best.Softmax(scores, scores, _k.Rows, isLogarithm: false); }
        }
    }
}
