namespace ModelOps.Onnx.Operators.Attention;

/// <summary>What changes the scores of queries and keys before the softmax. Belongs to one frame.</summary>
internal abstract unsafe class ScoreMask
{
    /// <summary>Whether the scores of a sequence depend on the same sequence of the mask alone.</summary>
    public virtual bool KeepsRows => true;

    /// <summary>Takes the shapes.</summary>
    /// <param name="query">Queries.</param>
    /// <param name="keys">Number of keys, those of the past included.</param>
    /// <exception cref="Execution.ShapeException">They do not fit the mask.</exception>
    public abstract void Bind(in HeadGrid query, int keys);

    /// <summary>Changes scores.</summary>
    /// <param name="scores">The scores of one head, a row for each query.</param>
    /// <param name="batch">Sequence.</param>
    /// <param name="head">Head.</param>
    /// <param name="first">Place of the first query.</param>
    /// <param name="rows">Queries.</param>
    public abstract void Apply(float* scores, int batch, int head, int first, int rows);
}
