using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>A mask with an element for each score, or for many alike: floats are added, keys that are false are hidden, and where integers are not above 0 a number is added.</summary>
/// <param name="mask">Floats or booleans that broadcast to <c>[batch, heads, queries, keys]</c>, or 32-bit integers <c>[batch, keys]</c> or <c>[batch, queries, keys]</c>.</param>
/// <param name="hidden">What integers add.</param>
internal sealed unsafe class BroadcastMask(Value mask, float hidden) : ScoreMask
{
    private int _keys;
    private nint _ofBatch;
    private nint _ofHead;
    private nint _ofRow;
    private bool _isOneKey;
    private bool _hasBatch;

    /// <inheritdoc/>
    public override bool KeepsRows => mask.IsKnown ? _ofBatch == 0 : _hasBatch;

    /// <inheritdoc/>
    public override void Bind(in HeadGrid query, int keys)
    {
        _keys = keys;
        ReadOnlySpan<int> shape = mask.Shape;
        bool isBatchFirst = mask.Type == OnnxElementType.Int32;
        (int batch, int heads, int rows, int last) = shape.Length switch
        {
            2 when isBatchFirst => (shape[0], 1, 1, shape[1]),
            3 when isBatchFirst => (shape[0], 1, shape[1], shape[2]),
            1 => (1, 1, 1, shape[0]),
            2 => (1, 1, shape[0], shape[1]),
            3 => (1, shape[0], shape[1], shape[2]),
            4 when !isBatchFirst => (shape[0], shape[1], shape[2], shape[3]),
            _ => throw new ShapeException($"{mask} is no mask of a form that is known"),
        };
        if (!Fits(batch, query.Batch) || !Fits(heads, query.Heads) || !Fits(rows, query.Rows) || !Fits(last, keys))
        {
            throw new ShapeException($"{mask} does not broadcast to [{query.Batch},{query.Heads},{query.Rows},{keys}]");
        }

        _isOneKey = last == 1 && keys != 1;
        _ofRow = rows == 1 ? 0 : last;
        _ofHead = heads == 1 ? 0 : (nint)rows * last;
        _ofBatch = batch == 1 ? 0 : (nint)heads * rows * last;
        _hasBatch = (isBatchFirst || shape.Length == 4) && batch == query.Batch;
    }

    /// <inheritdoc/>
    public override void Apply(float* scores, int batch, int head, int first, int rows)
    {
        nint at = (batch * _ofBatch) + (head * _ofHead) + (first * _ofRow);
        for (int row = 0; row < rows; row++, at += _ofRow, scores += _keys)
        {
            if (mask.Type == OnnxElementType.Float) { Add((float*)mask.Data + at, scores); }
            else if (mask.Type == OnnxElementType.Bool) { Hide((bool*)mask.Data + at, scores); }
            else { AddHidden((int*)mask.Data + at, scores); }
        }
    }

    private static bool Fits(int dimension, int whole) => dimension == whole || dimension == 1;

    private void Add(float* addend, float* scores)
    {
        if (_isOneKey) { FloatKernels.Best.ScaleShift(scores, scores, _keys, 1, *addend); }
        else { FloatKernels.Best.AddScaled(scores, addend, _keys, 1); }
    }

    private void Hide(bool* isVisible, float* scores)
    {
        for (int key = 0; key < _keys; key++)
        {
            if (!isVisible[_isOneKey ? 0 : key]) { scores[key] = float.NegativeInfinity; }
        }
    }

    private void AddHidden(int* isVisible, float* scores)
    {
        for (int key = 0; key < _keys; key++)
        {
            if (isVisible[_isOneKey ? 0 : key] <= 0) { scores[key] += hidden; }
        }
    }
}
