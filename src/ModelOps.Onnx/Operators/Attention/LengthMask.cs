using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Hides the keys behind the end of each sequence, and before its start where starts follow the ends.</summary>
/// <param name="lengths">Ends, then starts; 32-bit integers.</param>
/// <param name="hidden">Added to the scores of hidden keys.</param>
internal sealed unsafe class LengthMask(Value lengths, float hidden) : ScoreMask
{
    private int _batch;
    private int _keys;

    /// <inheritdoc/>
    public override bool KeepsRows => !lengths.IsKnown && lengths.Count == _batch;

    /// <inheritdoc/>
    public override void Bind(in HeadGrid query, int keys)
    {
        (_batch, _keys) = (query.Batch, keys);
        if (lengths.Count != _batch && lengths.Count != 2 * _batch) { throw new ShapeException($"{lengths} has no length for each of {_batch} sequences"); }
    }

    /// <inheritdoc/>
    public override void Apply(float* scores, int batch, int head, int first, int rows)
    {
        ReadOnlySpan<int> bounds = lengths.Elements<int>();
        int end = Math.Clamp(bounds[batch], 0, _keys);
        int start = bounds.Length > _batch ? Math.Clamp(bounds[_batch + batch], 0, end) : 0;
        for (int row = 0; row < rows; row++, scores += _keys)
        {
            for (int key = 0; key < start; key++) { scores[key] += hidden; }
            for (int key = end; key < _keys; key++) { scores[key] += hidden; }
        }
    }
}
