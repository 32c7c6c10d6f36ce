namespace ModelOps.Onnx.Operators.MachineLearning;

internal static class DotKernel
{
    public static float Run(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0f;
        for (int i = 0; i < left.Length; i++) { sum += left[i] * right[i]; }
        return sum;
    }
}
