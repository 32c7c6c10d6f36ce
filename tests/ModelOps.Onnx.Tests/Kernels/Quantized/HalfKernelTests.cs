using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

public sealed class HalfKernelTests
{
    private static readonly Half[] AllHalves = [.. Enumerable.Range(0, 65536).Select(static bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ToSingles_EveryHalf_SameValueAndBack(int width)
    {
        float[] singles = new float[AllHalves.Length];
        Half[] back = new Half[AllHalves.Length];

        HalfKernel.ToSingles((VectorWidth)width, AllHalves, singles);
        HalfKernel.ToHalves((VectorWidth)width, singles, back);

        for (int i = 0; i < AllHalves.Length; i++)
        {
            if (Half.IsNaN(AllHalves[i])) { Assert.True(float.IsNaN(singles[i]) && Half.IsNaN(back[i])); }
            else { Assert.Equal((BitConverter.SingleToInt32Bits((float)AllHalves[i]), i), (BitConverter.SingleToInt32Bits(singles[i]), BitConverter.HalfToUInt16Bits(back[i]))); }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ToHalves_BetweenAnyTwoHalves_RoundsHalfToEven(int width)
    {
        List<float> values = [.. AwkwardFloats.Draw(1, 500), 65519.996f, 65520f, 65536f, 1e-8f, 2.9802322e-8f, 2.9802326e-8f];
        for (int i = 0; i < 0x7BFF; i += 3)
        {
            float middle = ((float)AllHalves[i] + (float)AllHalves[i + 1]) / 2;
            values.AddRange([middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle), -middle]);
        }

        Half[] halves = new Half[values.Count];

        HalfKernel.ToHalves((VectorWidth)width, values.ToArray(), halves);

        for (int i = 0; i < halves.Length; i++)
        {
            if (float.IsNaN(values[i])) { Assert.True(Half.IsNaN(halves[i])); }
            else { Assert.Equal(BitConverter.HalfToUInt16Bits((Half)values[i]), BitConverter.HalfToUInt16Bits(halves[i])); }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Run_EveryLengthTo257_NothingBeyond(int width)
    {
        for (int length = 0; length <= 257; length++)
        {
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(length, length));
            using GuardedMemory<float> again = new(length);
            using GuardedMemory<Half> halves = new(length);
            using GuardedMemory<ushort> brains = new(length);

            HalfKernel.ToHalves((VectorWidth)width, x.Span, halves.Span);
            HalfKernel.ToSingles((VectorWidth)width, halves.Span, again.Span);
            for (int i = 0; i < length; i++) { Assert.Equal((float)(Half)x.Span[i], again.Span[i]); }

            HalfKernel.ToBrains((VectorWidth)width, x.Span, brains.Span);
            HalfKernel.BrainToSingles((VectorWidth)width, brains.Span, again.Span);
            for (int i = 0; i < length; i++) { Assert.Equal(NearestBrain(x.Span[i]), again.Span[i]); }
        }
    }

    /// <summary>Of the two bfloat16 around a value the nearer one, else the even one; the next after the largest counts as 2^128.</summary>
    private static float NearestBrain(float value)
    {
        if (!float.IsFinite(value)) { return value; }
        int bits = BitConverter.SingleToInt32Bits(value);
        float below = BitConverter.Int32BitsToSingle(bits & ~0xFFFF), above = BitConverter.Int32BitsToSingle((bits & ~0xFFFF) + 0x10000);
        double distance = Math.Abs((double)value - below);
        double gap = Math.Abs((float.IsInfinity(above) ? Math.CopySign(Math.ScaleB(1, 128), value) : above) - below);
        return distance * 2 < gap || (distance * 2 == gap && (bits & 0x10000) == 0) ? below : above;
    }
}
