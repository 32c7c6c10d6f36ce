namespace ModelOps.Onnx.Operators.MachineLearning;

internal static class ScalerKernel
{
    public static void Run(ReadOnlySpan<float> from, ReadOnlySpan<float> offset, ReadOnlySpan<float> scale, Span<float> to)
    {
        int at = 0;
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (from[i] - offset[at]) * scale[at];
            if (++at == offset.Length) { at = 0; }
        }
    }
}
