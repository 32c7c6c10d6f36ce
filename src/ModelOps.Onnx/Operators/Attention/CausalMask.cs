using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Hides the keys that come after a query. The first query stands behind the last key of the past.</summary>
/// <param name="past">Keys of the past, in its next to last dimension; null for none.</param>
internal sealed unsafe class CausalMask(Value? past) : ScoreMask
{
    private int _offset;
    private int _keys;

    /// <inheritdoc/>
    public override void Bind(in HeadGrid query, int keys) => (_offset, _keys) = (past is { Rank: > 1 } ? past.Shape[^2] : 0, keys);

    /// <inheritdoc/>
    public override void Apply(float* scores, int batch, int head, int first, int rows)
    {
        for (int row = 0; row < rows; row++, scores += _keys)
        {
            long visible = Math.Min(_keys, (long)first + row + _offset + 1);
            new Span<float>(scores + visible, (int)(_keys - visible)).Fill(float.NegativeInfinity);
        }
    }
}
