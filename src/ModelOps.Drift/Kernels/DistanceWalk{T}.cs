using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels;

/// <summary>Walks along two distribution functions and keeps the first place of their largest distance.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DistanceWalk<T>(int referenceCount, int currentCount)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _referenceCount = referenceCount;
    private readonly int _currentCount = currentCount;
    private int _reference;
    private int _current;
    private long _best;
    private T _location = T.NaN;

    /// <summary>The walk so far.</summary>
    internal readonly LargestDistance Result => new(_best, double.CreateTruncating(_location), _referenceCount, _currentCount);

    /// <summary>Passes values that are known not to hold the largest distance.</summary>
    internal void Pass(int reference, int current)
    {
        _reference += reference;
        _current += current;
    }

    /// <summary>Passes values that all equal one.</summary>
    internal void PassEqual(int reference, int current, T value)
    {
        Pass(reference, current);
        Look(value);
    }

    /// <summary>Passes sorted values one by one.</summary>
    internal void Walk(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
    {
        int i = 0;
        int j = 0;
        while (i < reference.Length || j < current.Length)
        {
            T value = j == current.Length || (i < reference.Length && reference[i] <= current[j]) ? reference[i] : current[j];
            int startI = i;
            int startJ = j;
            while (i < reference.Length && reference[i] == value) { i++; }
            while (j < current.Length && current[j] == value) { j++; }
            PassEqual(i - startI, j - startJ, value);
        }
    }

    private void Look(T value)
    {
        long steps = ((long)_reference * _currentCount) - ((long)_current * _referenceCount);
        if (T.IsNaN(_location) || Math.Abs(steps) > Math.Abs(_best))
        {
            _best = steps;
            _location = value;
        }
    }
}
