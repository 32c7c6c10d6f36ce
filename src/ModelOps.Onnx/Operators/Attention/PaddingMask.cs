using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>A mask of 32-bit integers in one of ONNX Runtime's forms: lengths of sequences, or an element for each key.</summary>
/// <param name="mask">The mask.</param>
/// <param name="hidden">Added to the scores of hidden keys.</param>
internal sealed unsafe class PaddingMask(Value mask, float hidden) : ScoreMask
{
    private readonly LengthMask _lengths = new(mask, hidden);
    private readonly BroadcastMask _elements = new(mask, hidden);

    private ScoreMask Form => mask.Rank == 1 ? _lengths : _elements;

    /// <inheritdoc/>
    public override bool KeepsRows => Form.KeepsRows;

    /// <inheritdoc/>
    public override void Bind(in HeadGrid query, int keys) => Form.Bind(in query, keys);

    /// <inheritdoc/>
    public override void Apply(float* scores, int batch, int head, int first, int rows) => Form.Apply(scores, batch, head, first, rows);
}
