using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>A sum in four parts, which need not wait for each other: the trees by turns.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal struct LaneSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Parts = 4;
    private T _first;
    private T _second;
    private T _third;
    private T _fourth;

    public readonly T Total => _first + _second + (_third + _fourth);

    /// <summary>Adds the leaves of a group.</summary>
    /// <param name="firstValues">Index of the value of each tree's leaf 0.</param>
    /// <param name="values">Values of all leaves.</param>
    /// <param name="leaves">Number of each tree's leaf.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> firstValues, ref T values, ref byte leaves)
    {
        (T first, T second, T third, T fourth) = (_first, _second, _third, _fourth);
        int i = 0;
        for (; i + Parts <= firstValues.Length; i += Parts)
        {
            first += Unsafe.Add(ref values, firstValues[i] + Unsafe.Add(ref leaves, i));
            second += Unsafe.Add(ref values, firstValues[i + 1] + Unsafe.Add(ref leaves, i + 1));
            third += Unsafe.Add(ref values, firstValues[i + 2] + Unsafe.Add(ref leaves, i + 2));
            fourth += Unsafe.Add(ref values, firstValues[i + 3] + Unsafe.Add(ref leaves, i + 3));
        }

        for (; i < firstValues.Length; i++) { first += Unsafe.Add(ref values, firstValues[i] + Unsafe.Add(ref leaves, i)); }
        (_first, _second, _third, _fourth) = (first, second, third, fourth);
    }
}
