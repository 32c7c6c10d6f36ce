using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests.Walking;

/// <summary>Floats as integers of the same order, which compare sooner. NaN lies above or below all of them, as its column says.</summary>
internal static class WalkKey
{
    /// <summary>What no key is above.</summary>
    public const int Highest = int.MaxValue;

    /// <summary>The key of a number; the two zeros have the same.</summary>
    public static int Of(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    /// <summary>The key of a feature in a column.</summary>
    public static int Of(float value, RankColumnKey column) => float.IsNaN(value) ? column.NaNIsAbove ? Highest : int.MinValue : Of(value);
}
