namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Makes one number of many, over the middle one of three dimensions. Immutable.</summary>
internal abstract unsafe class ReduceKernel
{
    /// <summary>Whether the last dimension may be longer than 1.</summary>
    public virtual bool TakesInner => true;

    /// <summary>Reduces.</summary>
    /// <param name="x">Elements of <c>[outer, count, inner]</c>.</param>
    /// <param name="y">Receives those of <c>[outer, inner]</c>.</param>
    /// <param name="outer">First dimension.</param>
    /// <param name="count">The dimension that is reduced.</param>
    /// <param name="inner">Last dimension.</param>
    public abstract void Run(byte* x, byte* y, int outer, int count, int inner);
}
