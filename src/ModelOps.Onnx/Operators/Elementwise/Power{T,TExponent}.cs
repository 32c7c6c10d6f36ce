using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A power. Floats are computed as floats, everything else as doubles; integers are cut off as <see cref="Conversion{T,TResult}"/> does.</summary>
internal readonly struct Power<T, TExponent> : IBinaryFunction<T, TExponent, T>
    where T : unmanaged
    where TExponent : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T left, TExponent right)
    {
        bool isSingle = (typeof(T) == typeof(float) || typeof(T) == typeof(Half)) && (typeof(TExponent) == typeof(float) || typeof(TExponent) == typeof(Half));
        if (isSingle)
        {
            float x = default(Conversion<T, float>).Invoke(left);
            float exponent = default(Conversion<TExponent, float>).Invoke(right);
            return default(Conversion<float, T>).Invoke(exponent == 2f ? x * x : exponent == 3f ? x * x * x : MathF.Pow(x, exponent));
        }

        double power = Math.Pow(default(Conversion<T, double>).Invoke(left), default(Conversion<TExponent, double>).Invoke(right));
        return default(Conversion<double, T>).Invoke(power);
    }
}
