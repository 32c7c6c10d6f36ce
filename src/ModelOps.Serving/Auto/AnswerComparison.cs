using System.Runtime.InteropServices;

namespace ModelOps.Serving.Auto;

/// <summary>Compares the answers of two runtimes.</summary>
internal static class AnswerComparison
{
    /// <summary>Finds the first difference beyond the tolerance.</summary>
    /// <param name="left">Answer of one runtime.</param>
    /// <param name="right">Answer of the other.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>Null when there is none; else where it is, never with values.</returns>
    public static string? FindDifference(InferenceResponse left, InferenceResponse right, AutoOptions options)
    {
        for (int i = 0; i < left.Outputs.Count; i++)
        {
            InferenceTensor a = left.Outputs[i];
            InferenceTensor b = right.Outputs[i];
            if (!a.Shape.SequenceEqual(b.Shape)) { return $"output '{a.Name}' has shape {InferenceTensor.FormatShape(a.Shape)} against {InferenceTensor.FormatShape(b.Shape)}"; }
            if (!a.Bytes.SequenceEqual(b.Bytes) && !AreClose(a, b, options)) { return $"output '{a.Name}' differs"; }
        }

        return null;
    }

    private static bool AreClose(InferenceTensor a, InferenceTensor b, AutoOptions options) => a.DataType switch
    {
        TensorDataType.Float32 => AreClose(MemoryMarshal.Cast<byte, float>(a.Bytes), MemoryMarshal.Cast<byte, float>(b.Bytes), static v => v, options),
        TensorDataType.Float64 => AreClose(MemoryMarshal.Cast<byte, double>(a.Bytes), MemoryMarshal.Cast<byte, double>(b.Bytes), static v => v, options),
        TensorDataType.Float16 => AreClose(MemoryMarshal.Cast<byte, Half>(a.Bytes), MemoryMarshal.Cast<byte, Half>(b.Bytes), static v => (double)v, options),
        _ => false,
    };

    private static bool AreClose<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Func<T, double> toDouble, AutoOptions options)
    {
        for (int i = 0; i < a.Length; i++)
        {
            double left = toDouble(a[i]);
            double right = toDouble(b[i]);
            double allowed = options.AbsoluteTolerance + (options.RelativeTolerance * Math.Max(Math.Abs(left), Math.Abs(right)));
            bool isClose = left.Equals(right) // NaN equals NaN here, and infinities themselves
                || (Math.Abs(left - right) <= allowed && double.IsFinite(allowed));
            if (!isClose) { return false; }
        }

        return true;
    }
}
