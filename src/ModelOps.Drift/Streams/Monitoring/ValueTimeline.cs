namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>All values since the last change, the newest one by one and older ones in ever wider cells: says when the mean changed, in logarithmic memory.</summary>
internal sealed class ValueTimeline
{
    // Of each width, so that a change some values ago is dated to about a sixteenth of that.
    private const int MaxOfAWidth = 16;
    private readonly List<TimelineCell> _cells = [];

    internal IReadOnlyList<TimelineCell> Cells => _cells;

    internal long Count { get; private set; }

    internal void Add(double value, long at)
    {
        Count++;
        _cells.Add(new TimelineCell(1, value, 0, at));
        long width = 1;
        int end = _cells.Count;
        while (true)
        {
            int first = end;
            while (first > 0 && _cells[first - 1].Count == width) { first--; }
            if (end - first <= MaxOfAWidth) { return; }

            // The two oldest of this width become the newest of the next.
            _cells[first] = _cells[first].With(_cells[first + 1]);
            _cells.RemoveAt(first + 1);
            width *= 2;
            end = first + 1;
        }
    }

    /// <summary>Finds the border between cells on whose sides the means differ most surely: where (m₁ − m₂)² n₁ n₂ / n is largest, the likeliest change of a normal mean.</summary>
    /// <returns>What is before it and after it; all is after it where there is no border.</returns>
    internal TimelineSplit Split()
    {
        double total = 0;
        foreach (TimelineCell cell in _cells) { total += cell.Sum; }
        var found = new TimelineSplit(_cells.Count == 0 ? 0 : _cells[0].From, Count, double.NaN, Count == 0 ? double.NaN : total / Count, double.NaN);
        if (_cells.Count < 2) { return found; }
        double best = -1;
        TimelineCell older = _cells[0];
        for (int i = 1; i < _cells.Count; i++)
        {
            long newer = Count - older.Count;
            double before = older.Sum / older.Count;
            double after = (total - older.Sum) / newer;
            double gain = (before - after) * (before - after) * ((double)older.Count * newer / Count);
            if (gain > best)
            {
                best = gain;
                found = new TimelineSplit(_cells[i].From, newer, before, after, older.Count < 2 ? double.NaN : Math.Sqrt(older.Squares / (older.Count - 1)));
            }

            older = older.With(_cells[i]);
        }

        return found;
    }

    internal void Clear()
    {
        _cells.Clear();
        Count = 0;
    }

    /// <summary>Goes on from saved cells.</summary>
    /// <returns>False when they are none of a timeline; then it is empty.</returns>
    internal bool TryLoad(IEnumerable<TimelineCell> cells)
    {
        Clear();
        long width = long.MaxValue;
        foreach (TimelineCell cell in cells)
        {
            if (cell.Count < 1 || cell.Count > width || !long.IsPow2(cell.Count) || !double.IsFinite(cell.Sum) || !(cell.Squares >= 0) || cell.From < 0 || cell.From > DateTime.MaxValue.Ticks)
            {
                Clear();
                return false;
            }

            width = cell.Count;
            _cells.Add(cell);
            Count += cell.Count;
        }

        return true;
    }
}
