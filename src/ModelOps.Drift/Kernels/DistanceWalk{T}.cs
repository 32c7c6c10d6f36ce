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
    private long _best;
    private long _known;
    private T _location = T.NaN;

    /// <summary>The walk so far.</summary>
    internal readonly LargestDistance Result => new(_best, double.CreateTruncating(_location), _referenceCount, _currentCount);

    /// <summary>The distance after the values passed, with its sign.</summary>
    internal long Steps { get; private set; }

    /// <summary>What reference values add to the distance.</summary>
    internal readonly long Rise(int reference) => (long)reference * _currentCount;

    /// <summary>What current values take from it.</summary>
    internal readonly long Fall(int current) => (long)current * _referenceCount;

    /// <summary>Tells the walk that a distance is reached somewhere.</summary>
    internal void Know(long steps) => _known = Math.Max(_known, Math.Abs(steps));

    /// <summary>Whether the next values may reach the largest distance that is known of, in some order. Equal is enough, as the first place is wanted.</summary>
    internal readonly bool MayReach(int reference, int current) =>
        (reference | current) != 0 && Math.Max(Math.Abs(Steps + Rise(reference)), Math.Abs(Steps - Fall(current))) >= _known;

    /// <summary>Passes values without looking.</summary>
    internal void Pass(int reference, int current) => Steps += Rise(reference) - Fall(current);

    /// <summary>Passes values that all equal one.</summary>
    internal void PassEqual(int reference, int current, T value)
    {
        Pass(reference, current);
        if (T.IsNaN(_location) || Math.Abs(Steps) > Math.Abs(_best))
        {
            _best = Steps;
            _location = value;
            Know(Steps);
        }
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
}
