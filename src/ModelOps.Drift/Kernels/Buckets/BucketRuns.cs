using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Runs of open buckets, each of which is fetched in one pass over all values. Short gaps are fetched with the open buckets around them, and longer ones where there would
/// otherwise be more than a few runs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketRuns
{
    private const int MostRuns = 8;

    private readonly ReadOnlySpan<BucketMark> _marks;
    private readonly ReadOnlySpan<int> _reference;
    private readonly ReadOnlySpan<int> _current;
    private readonly int _gap = 4;

    internal BucketRuns(ReadOnlySpan<BucketMark> marks, ReadOnlySpan<int> reference, ReadOnlySpan<int> current)
    {
        _marks = marks;
        _reference = reference;
        _current = current;
        (int runs, Largest) = Survey();
        while (runs > MostRuns)
        {
            _gap *= 8;
            (runs, Largest) = Survey();
        }
    }

    /// <summary>Values of the largest run.</summary>
    internal long Largest { get; }

    /// <summary>The last bucket of the run that an open bucket begins. The sum of the two is even, as <see cref="IBucketMap{T}.Select"/> needs it, so the last may lie past
    /// the end.</summary>
    internal int End(int first)
    {
        int last = first;
        for (int i = first + 1; i < _marks.Length && i - last <= _gap; i++)
        {
            if (_marks[i] == BucketMark.Open) { last = i; }
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

    private (int Runs, long Largest) Survey()
    {
        int runs = 0;
        long largest = 0;
        for (int i = 0; i < _marks.Length; i++)
        {
            if (_marks[i] == BucketMark.Open)
            {
                int last = End(i);
                (int reference, int current) = Count(i, last);
                largest = Math.Max(largest, (long)reference + current);
                i = last;
                runs++;
            }
        }

        return (runs, largest);
    }
}
