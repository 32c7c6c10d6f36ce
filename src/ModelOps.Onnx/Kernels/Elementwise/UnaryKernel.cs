namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of one element, over many of them. Immutable.</summary>
internal abstract unsafe class UnaryKernel
{
    /// <summary>Computes elements.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="result">The result; it may be the operand, but not overlap it otherwise.</param>
    /// <param name="count">Elements.</param>
    public abstract void Run(byte* x, byte* result, int count);
}
