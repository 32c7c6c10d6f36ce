using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Activation functions, as ONNX defines them.</summary>
internal static class Activations
{
    internal readonly struct Sigmoid : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    internal readonly struct Softplus : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? x + T.LogP1(T.Exp(-x)) : T.LogP1(T.Exp(x));
    }

    internal readonly struct Softsign : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x / (T.One + T.Abs(x));
    }

    internal readonly struct LeakyRelu(float alpha) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x >= T.Zero ? x : T.CreateTruncating(alpha) * x;
    }

    internal readonly struct Elu(float alpha) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x >= T.Zero ? x : T.CreateTruncating(alpha) * (T.Exp(x) - T.One);
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Selu(float alpha, float gamma) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(gamma) * (x > T.Zero ? x : (T.CreateTruncating(alpha) * T.Exp(x)) - T.CreateTruncating(alpha));
    }

    internal readonly struct Celu(float alpha) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? x : T.CreateTruncating(alpha) * (T.Exp(x / T.CreateTruncating(alpha)) - T.One);
    }

    internal readonly struct ThresholdedRelu(float alpha) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x > T.CreateTruncating(alpha) ? x : T.Zero;
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly struct HardSigmoid(float alpha, float beta) : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Max(T.Zero, T.Min(T.One, (T.CreateTruncating(alpha) * x) + T.CreateTruncating(beta)));
    }

    internal readonly struct HardSwish : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x * T.Max(T.Zero, T.Min(T.One, (x / T.CreateTruncating(6)) + T.CreateTruncating(0.5f)));
    }

    internal readonly struct Mish : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x * T.Tanh(default(Softplus).Invoke(x));
    }
}
