using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Runs of open buckets, each of which is fetched in one pass over all values. A gap is fetched with the open buckets around it where that costs less than another pass:
/// where it is very short, or holds few values and does not reach so far that the run would be hard to divide.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketRuns
{
    private const int AlwaysBridged = 32;
    private const int NeverBridged = BucketPlaces.Buckets / 8;
    private const int PartBridged = 16;

    private readonly ReadOnlySpan<BucketMark> _marks;
    private readonly ReadOnlySpan<int> _reference;
    private readonly ReadOnlySpan<int> _current;
    private readonly long _mostBetween;

    /// <summary>Finds the runs.</summary>
    /// <param name="marks">A mark for each bucket.</param>
    /// <param name="reference">Reference values of each bucket.</param>
    /// <param name="current">Current values of each bucket.</param>
    /// <param name="total">All values.</param>
    internal BucketRuns(ReadOnlySpan<BucketMark> marks, ReadOnlySpan<int> reference, ReadOnlySpan<int> current, long total)
    {
        _marks = marks;
        _reference = reference;
        _current = current;
        _mostBetween = total / PartBridged;
        Largest = FindLargest();
    }

    /// <summary>Values of the largest run.</summary>
    internal long Largest { get; }

    /// <summary>The last bucket of the run that an open bucket begins. The sum of the two is even, as <see cref="IBucketMap{T}.Select"/> needs it, so the last may lie past
    /// the end.</summary>
    internal int End(int first)
    {
        int last = first;
        long between = 0;
        for (int i = first + 1; i < _marks.Length && (i - last <= AlwaysBridged || (between <= _mostBetween && i - last <= NeverBridged)); i++)
        {
            if (_marks[i] == BucketMark.Open)
            {
                (last, between) = (i, 0);
            }
            else
            {
                between += (long)_reference[i] + _current[i];
            }
        }

        return last + ((first + last) & 1);
    }

    /// <summary>Values of a run.</summary>
    internal (int Reference, int Current) Count(int first, int last)
    {
        int reference = 0;
        int current = 0;
        for (int i = first; i <= last && i < _marks.Length; i++)
        {
            reference += _reference[i];
            current += _current[i];
        }

        return (reference, current);
    }

    private long FindLargest()
    {
        long largest = 0;
        for (int i = 0; i < _marks.Length; i++)
        {
            if (_marks[i] == BucketMark.Open)
            {
                int last = End(i);
                (int reference, int current) = Count(i, last);
                largest = Math.Max(largest, (long)reference + current);
                i = last;
            }
        }

        return largest;
    }
}
