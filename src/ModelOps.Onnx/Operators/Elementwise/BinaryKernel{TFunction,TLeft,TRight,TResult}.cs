using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two elements, one by one.</summary>
/// <param name="function">The function.</param>
internal sealed unsafe class BinaryKernel<TFunction, TLeft, TRight, TResult>(TFunction function) : BinaryKernel
    where TFunction : struct, IBinaryFunction<TLeft, TRight, TResult>
    where TLeft : unmanaged
    where TRight : unmanaged
    where TResult : unmanaged
{
    /// <inheritdoc/>
    public override void Run(byte* left, int leftStep, byte* right, int rightStep, byte* result, int count)
    {
        TFunction f = function;
        TLeft* a = (TLeft*)left;
        TRight* b = (TRight*)right;
        TResult* y = (TResult*)result;
        if (leftStep == 0)
        {
            TLeft one = *a;
            for (int i = 0; i < count; i++) { y[i] = f.Invoke(one, b[i * rightStep]); }
        }
        else if (rightStep == 0)
        {
            TRight one = *b;
            for (int i = 0; i < count; i++) { y[i] = f.Invoke(a[i], one); }
        }
        else
        {
            for (int i = 0; i < count; i++) { y[i] = f.Invoke(a[i], b[i]); }
        }
    }
}
