namespace ModelOps.Onnx.Operators.MachineLearning;

internal static class NormalizerKernel
{
    /// <summary>Largest value; NaN counts as nothing.</summary>
    public static float Max(ReadOnlySpan<float> row)
    {
        float max = float.MinValue;
        foreach (float value in row)
        {
            if (max < value) { max = value; }
        }

        return max;
    }

    public static void Divide(Span<float> row, float norm)
    {
        if (norm == 0f) { return; }
        foreach (ref float value in row) { value /= norm; }
    }

    /// <summary>Roots of shares of a sum, with the sign of the share.</summary>
    public static void SignedRoots(Span<float> row, float sum)
    {
        foreach (ref float value in row) { value = value < 0f ? -MathF.Sqrt(-value / sum) : MathF.Sqrt(value / sum); }
    }
}
