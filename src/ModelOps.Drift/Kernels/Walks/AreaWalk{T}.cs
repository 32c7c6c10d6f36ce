using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Walks along two distribution functions and adds up the area between them.</summary>
/// <remarks>While one function stays above the other, the area is that of their difference, which needs no order: from a place p with difference s to a place q with difference t it is
/// <c>(q - p)·t + p·(t - s)</c> less the sum of the reference values between, plus that of the current ones, each divided by its count. Differences are integers in units of 1/(nm). Places are
/// taken from the origin, so that sums keep their digits.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct AreaWalk<T>(int referenceCount, int currentCount, double origin) : IDistributionWalk<AreaWalk<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _referenceCount = referenceCount;
    private readonly int _currentCount = currentCount;
    private long _steps;
    private long _startSteps;
    private double _start;
    private double _sums;
    private double _area;
    private bool _isUnderWay;
    private bool _isBelow;

    public static bool NeedsSums => true;

    public double Origin { get; } = origin;

    /// <summary>The area in the unit of the values, after the last of them.</summary>
    internal double Area
    {
        get
        {
            Close(0);
            return _area / _referenceCount / _currentCount;
        }
    }

    public static AreaWalk<T> Begin(int referenceCount, int currentCount, double origin) => new(referenceCount, currentCount, origin);

    public readonly void LookAhead(ReadOnlySpan<int> reference, ReadOnlySpan<int> current)
    {
    }

    // Whether the functions may cross among the values, in some order.
    public readonly bool IsOpen(int reference, int current) => _steps < Fall(current) && _steps > -Rise(reference);

    public void Skip(int reference, int current) => _steps += Rise(reference) - Fall(current);

    public void PassBucket(int reference, int current, double referenceSum, double currentSum)
    {
        if ((reference | current) == 0)
        {
            return;
        }

        // Only where there is no difference may the functions change sides; which place that is then makes no difference either.
        bool isBelow = _steps < Fall(current);
        if (_isUnderWay && isBelow != _isBelow) { Close(0); }
        (_isUnderWay, _isBelow) = (true, isBelow);
        Skip(reference, current);
        _sums += (referenceSum * _currentCount) - (currentSum * _referenceCount);
    }

    public void PassEqual(int reference, int current, T value)
    {
        Close(double.CreateTruncating(value) - Origin);
        Skip(reference, current);
        _startSteps = _steps;
    }

    public void PassSorted(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
    {
        int i = 0;
        int j = 0;
        while (i < reference.Length || j < current.Length)
        {
            if (j == current.Length || (i < reference.Length && reference[i] <= current[j]))
            {
                PassEqual(1, 0, reference[i++]);
            }
            else
            {
                PassEqual(0, 1, current[j++]);
            }
        }
    }

    // Adds the area up to a place.
    private void Close(double place)
    {
        _area += Math.Abs(((place - _start) * _steps) + (_start * (_steps - _startSteps)) - _sums);
        (_start, _startSteps, _sums, _isUnderWay) = (place, _steps, 0, false);
    }

    private readonly long Rise(int reference) => (long)reference * _currentCount;

    private readonly long Fall(int current) => (long)current * _referenceCount;
}
