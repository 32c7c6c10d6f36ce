using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>The reductions of ONNX. Sums of integers wrap around.</summary>
internal static class NumberReductions
{
    internal readonly struct Sum : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }

    internal readonly struct Mean : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => RealMath.Divide(sum, count);
    }

    internal readonly struct Product : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.One;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }

    /// <summary>The least; NaN where any is.</summary>
    internal readonly struct Min : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => RealMath.Highest<T>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => x < sum || T.IsNaN(x) ? x : sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => right < left || T.IsNaN(right) ? right : left;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }

    /// <summary>The greatest; NaN where any is.</summary>
    internal readonly struct Max : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => RealMath.Lowest<T>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => x > sum || T.IsNaN(x) ? x : sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => right > left || T.IsNaN(right) ? right : left;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }

    internal readonly struct L1 : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + (x < T.Zero ? T.Zero - x : x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }

    internal readonly struct L2 : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + (x * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => RealMath.Sqrt(sum);
    }

    internal readonly struct LogSum : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => RealMath.Log(sum);
    }

    internal readonly struct SumSquare : INumberReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Start<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add<T>(T sum, T x)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum + (x * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Join<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Finish<T>(T sum, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => sum;
    }
}
