namespace ModelOps.Drift.Statistics;

/// <summary>Two sorted samples walked together, one distinct value at a time.</summary>
internal ref struct PooledRanks(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
{
    private readonly ReadOnlySpan<double> _reference = reference;
    private readonly ReadOnlySpan<double> _current = current;

    /// <summary>The distinct value at hand.</summary>
    internal double Value { get; private set; }

    /// <summary>Reference values below it.</summary>
    internal int ReferenceBelow { get; private set; }

    /// <summary>Current values below it.</summary>
    internal int CurrentBelow { get; private set; }

    /// <summary>Reference values equal to it.</summary>
    internal int ReferenceTied { get; private set; }

    /// <summary>Current values equal to it.</summary>
    internal int CurrentTied { get; private set; }

    /// <summary>Twice the mean rank of the values equal to it, ranks counting from 1; an integer.</summary>
    internal readonly long DoubledRank => (2L * (ReferenceBelow + CurrentBelow)) + ReferenceTied + CurrentTied + 1;

    /// <summary>Steps to the next distinct value.</summary>
    internal bool Next()
    {
        ReferenceBelow += ReferenceTied;
        CurrentBelow += CurrentTied;
        bool hasReference = ReferenceBelow < _reference.Length;
        bool hasCurrent = CurrentBelow < _current.Length;
        if (!hasReference && !hasCurrent)
        {
            return false;
        }

        Value = Math.Min(
            hasReference ? _reference[ReferenceBelow] : double.PositiveInfinity,
            hasCurrent ? _current[CurrentBelow] : double.PositiveInfinity);
        ReferenceTied = Tied(_reference, ReferenceBelow, Value);
        CurrentTied = Tied(_current, CurrentBelow, Value);
        return true;
    }

    private static int Tied(ReadOnlySpan<double> sorted, int from, double value)
    {
        int at = from;
        while (at < sorted.Length && sorted[at] == value) { at++; }
        return at - from;
    }
}
