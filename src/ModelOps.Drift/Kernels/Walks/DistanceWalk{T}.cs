using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Walks along two distribution functions and keeps the first place of their largest distance.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DistanceWalk<T>(int referenceCount, int currentCount) : IDistributionWalk<DistanceWalk<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _referenceCount = referenceCount;
    private readonly int _currentCount = currentCount;
    private long _steps;
    private long _best;
    private long _known;
    private T _location = T.NaN;

    /// <summary>The walk so far.</summary>
    internal readonly LargestDistance Result => new(_best, double.CreateTruncating(_location), _referenceCount, _currentCount);

    public static bool NeedsSums => false;

    public readonly double Origin => 0;

    public static DistanceWalk<T> Begin(int referenceCount, int currentCount, double origin) => new(referenceCount, currentCount);

    public void LookAhead(ReadOnlySpan<int> reference, ReadOnlySpan<int> current)
    {
        long steps = _steps;
        for (int i = 0; i < reference.Length; i++)
        {
            steps += Rise(reference[i]) - Fall(current[i]);
            _known = Math.Max(_known, Math.Abs(steps));
        }
    }

    // Whether the values may reach the largest distance that is known of, in some order. Equal is enough, as the first place is wanted.
    public readonly bool IsOpen(int reference, int current) =>
        (reference | current) != 0 && Math.Max(Math.Abs(_steps + Rise(reference)), Math.Abs(_steps - Fall(current))) >= _known;

    public void Skip(int reference, int current) => _steps += Rise(reference) - Fall(current);

    public void PassBucket(int reference, int current, double referenceSum, double currentSum) => Skip(reference, current);

    public void PassEqual(int reference, int current, T value)
    {
        Skip(reference, current);
        if (T.IsNaN(_location) || Math.Abs(_steps) > Math.Abs(_best))
        {
            _best = _steps;
            _location = value;
            _known = Math.Max(_known, Math.Abs(_steps));
        }
    }

    public void PassSorted(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
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

    // What reference values add to the distance, and what current values take from it.
    private readonly long Rise(int reference) => (long)reference * _currentCount;

    private readonly long Fall(int current) => (long)current * _referenceCount;
}
