using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>A range divided into buckets of equal width.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinearRange<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private LinearRange(T low, T scale) => (Low, Scale) = (low, scale);

    /// <summary>From here on whole numbers are one step of the mantissa apart, so adding this rounds to a whole number and leaves it in the lowest bits.</summary>
    internal static T Magic => typeof(T) == typeof(float) ? T.CreateTruncating(1 << 23) : T.CreateTruncating(1L << 52);

    /// <summary>The last bucket.</summary>
    internal static T Last => T.CreateTruncating(BucketPlaces.Buckets - 1);

    internal T Low { get; }

    /// <summary>Buckets to a unit.</summary>
    internal T Scale { get; }

    /// <summary>The range with a quarter more at either end, so that few values lie beyond; null where it is too narrow or too wide to be divided.</summary>
    internal static LinearRange<T>? Of(T low, T high)
    {
        T room = (high - low) * T.CreateTruncating(0.25);
        T scale = Last / ((high + room) - (low - room));
        return high > low && T.IsFinite(low - room) && T.IsNormal(scale) ? new LinearRange<T>(low - room, scale) : null;
    }
}
