using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Kernels.Lanes;

/// <summary>One float at a time: the specification, and what machines without vectors run.</summary>
internal readonly unsafe struct ScalarLanes : IFloatLanes<float>
{
    public static int Count => 1;

    public static bool HasManyRegisters => false;

    public static float Create(float value) => value;

    public static float Load(float* from) => *from;

    public static float LoadFirst(float* from, int count) => count > 0 ? *from : 0f;

    public static void Store(float* to, float value) => *to = value;

    public static void StoreFirst(float* to, float value, int count)
    {
        if (count > 0) { *to = value; }
    }

    public static float FirstOf(float value, float otherwise, int count) => count > 0 ? value : otherwise;

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => float.MultiplyAddEstimate(left, right, addend);

    public static float AtLeast(float bound, float value) => bound > value ? bound : value;

    public static float AtMost(float bound, float value) => bound < value ? bound : value;

    public static float Max(float left, float right) => MathF.Max(left, right);

    public static float Min(float left, float right) => MathF.Min(left, right);

    public static float Log(float value) => MathF.Log(value);

    public static float Sin(float value) => MathF.Sin(value);

    public static float Cos(float value) => MathF.Cos(value);

    public static float Floor(float value) => MathF.Floor(value);

    public static float Ceiling(float value) => MathF.Ceiling(value);

    public static float Abs(float value) => MathF.Abs(value);

    public static float CopySign(float value, float sign) => MathF.CopySign(value, sign);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static float Round(float value) => MathF.Round(value);

    public static float IfLess(float left, float right, float then, float otherwise) => left < right ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(float value, float exponent)
    {
        // Two powers of two, as one cannot be as small or as great as their product. Of NaN any integer will do.
        int power = (int)exponent;
        int half = power >> 1;
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    public static float Sum(float value) => value;

    public static float Max(float value) => value;

    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);
}
