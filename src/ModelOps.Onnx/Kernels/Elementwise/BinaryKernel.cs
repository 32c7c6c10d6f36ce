namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of two elements, over runs of them. Immutable.</summary>
internal abstract unsafe class BinaryKernel
{
    /// <summary>Computes a run.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="leftStep">1 when it goes on with each element, 0 when it stays.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="rightStep">Likewise.</param>
    /// <param name="result">The result; it may be an operand, but not overlap one otherwise.</param>
    /// <param name="count">Elements.</param>
    public abstract void Run(byte* left, int leftStep, byte* right, int rightStep, byte* result, int count);
}
