using System.Numerics;

namespace ModelOps.Drift.Kernels;

/// <summary>Leaves out what is not finite.</summary>
internal static class FiniteValues
{
    /// <summary>Copies the finite values, in their order.</summary>
    /// <param name="values">Any values.</param>
    /// <param name="kept">As long as the values.</param>
    /// <returns>How many there are.</returns>
    internal static int Copy<T>(ReadOnlySpan<T> values, Span<T> kept)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 0;
        foreach (T value in values)
        {
            kept[count] = value;
            count += T.IsFinite(value) ? 1 : 0;
        }

        return count;
    }
}
