using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Finds the ends of many values, and whether all are finite. Every width gives the same answer.</summary>
internal static class RangeKernel
{
    public static ValueSummary Run(ReadOnlySpan<float> values) => Run(VectorWidths.Best, values);

    /// <summary>Runs in a width that need not be the best here.</summary>
    public static ValueSummary Run(VectorWidth width, ReadOnlySpan<float> values) => width switch
    {
        VectorWidth.Bits512 => Width512(values),
        VectorWidth.Bits256 => Width256(values),
        VectorWidth.Bits128 => Width128(values),
        _ => Scalar(values, ValueSummary.None),
    };

    // value - value is 0 for a finite value and NaN for others, so a sum of the differences is 0 only if all are finite.
    private static ValueSummary Scalar(ReadOnlySpan<float> values, ValueSummary start)
    {
        (float min, float max, bool isFinite) = start;
        foreach (float value in values)
        {
            isFinite &= float.IsFinite(value);
            if (value < min) { min = value; }
            if (value > max) { max = value; }
        }

        return new(min, max, isFinite);
    }

    private static ValueSummary Width512(ReadOnlySpan<float> values)
    {
        ref float start = ref MemoryMarshal.GetReference(values);
        Vector512<float> min = Vector512.Create(float.PositiveInfinity), max = -min, odd = Vector512<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> value = Vector512.LoadUnsafe(ref start, (nuint)i);
            min = Vector512.ConditionalSelect(Vector512.LessThan(value, min), value, min);
            max = Vector512.ConditionalSelect(Vector512.GreaterThan(value, max), value, max);
            odd += value - value;
        }

        return Scalar(values[i..], Ends(min.GetLower(), max.GetLower(), odd.GetLower(), Ends(min.GetUpper(), max.GetUpper(), odd.GetUpper(), ValueSummary.None)));
    }

    private static ValueSummary Width256(ReadOnlySpan<float> values)
    {
        ref float start = ref MemoryMarshal.GetReference(values);
        Vector256<float> min = Vector256.Create(float.PositiveInfinity), max = -min, odd = Vector256<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref start, (nuint)i);
            min = Vector256.ConditionalSelect(Vector256.LessThan(value, min), value, min);
            max = Vector256.ConditionalSelect(Vector256.GreaterThan(value, max), value, max);
            odd += value - value;
        }

        return Scalar(values[i..], Ends(min, max, odd, ValueSummary.None));
    }

    private static ValueSummary Width128(ReadOnlySpan<float> values)
    {
        ref float start = ref MemoryMarshal.GetReference(values);
        Vector128<float> min = Vector128.Create(float.PositiveInfinity), max = -min, odd = Vector128<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> value = Vector128.LoadUnsafe(ref start, (nuint)i);
            min = Vector128.ConditionalSelect(Vector128.LessThan(value, min), value, min);
            max = Vector128.ConditionalSelect(Vector128.GreaterThan(value, max), value, max);
            odd += value - value;
        }

        return Scalar(values[i..], Ends(min, max, odd, ValueSummary.None));
    }

    private static ValueSummary Ends(Vector256<float> min, Vector256<float> max, Vector256<float> odd, ValueSummary from) =>
        Ends(min.GetLower(), max.GetLower(), odd.GetLower(), Ends(min.GetUpper(), max.GetUpper(), odd.GetUpper(), from));

    private static ValueSummary Ends(Vector128<float> min, Vector128<float> max, Vector128<float> odd, ValueSummary from)
    {
        (float least, float most, bool isFinite) = from;
        for (int lane = 0; lane < Vector128<float>.Count; lane++)
        {
            least = Math.Min(least, min[lane]);
            most = Math.Max(most, max[lane]);
            isFinite &= odd[lane] == 0f;
        }

        return new(least, most, isFinite);
    }
}
