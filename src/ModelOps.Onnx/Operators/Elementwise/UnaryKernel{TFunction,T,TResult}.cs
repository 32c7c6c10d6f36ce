using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of one element, one by one.</summary>
/// <param name="function">The function.</param>
internal sealed unsafe class UnaryKernel<TFunction, T, TResult>(TFunction function) : UnaryKernel
    where TFunction : struct, IUnaryFunction<T, TResult>
    where T : unmanaged
    where TResult : unmanaged
{
    /// <inheritdoc/>
    public override void Run(byte* x, byte* result, int count)
    {
        TFunction f = function;
        T* from = (T*)x;
        TResult* to = (TResult*)result;
        for (int i = 0; i < count; i++) { to[i] = f.Invoke(from[i]); }
    }
}
