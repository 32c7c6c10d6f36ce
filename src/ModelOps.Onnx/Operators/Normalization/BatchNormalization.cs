using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>The arithmetic of a batch normalisation that no longer trains: a scale and a shift for each channel.</summary>
internal static class BatchNormalization
{
    /// <summary>Computes them, in doubles.</summary>
    /// <exception cref="UnsupportedNodeException">The lengths differ.</exception>
    public static (float[] Scale, float[] Shift) ScaleAndShift(float[] scale, float[] bias, float[] mean, float[] variance, float epsilon)
    {
        if (bias.Length != scale.Length || mean.Length != scale.Length || variance.Length != scale.Length) { throw new UnsupportedNodeException("its constants differ in length"); }
        float[] factor = new float[scale.Length];
        float[] shift = new float[scale.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            double by = scale[i] / Math.Sqrt((double)variance[i] + epsilon);
            factor[i] = (float)by;
            shift[i] = (float)(bias[i] - (mean[i] * by));
        }

        return (factor, shift);
    }
}
