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
        _cells.Add(new TimelineCell(1, value, at));
        long width = 1;
        int end = _cells.Count;
        while (true)
        {
            int first = end;
            while (first > 0 && _cells[first - 1].Count == width) { first--; }
            if (end - first <= MaxOfAWidth) { return; }

            // The two oldest of this width become the newest of the next.
            TimelineCell older = _cells[first];
            _cells[first] = new TimelineCell(2 * width, older.Sum + _cells[first + 1].Sum, older.From);
            _cells.RemoveAt(first + 1);
            width *= 2;
            end = first + 1;
        }
    }

    /// <summary>Finds the border between cells on whose sides the means differ most surely: where (m₁ − m₂)² n₁ n₂ / n is largest, the likeliest change of a normal mean.</summary>
    /// <param name="before">Mean before it; NaN when there is no border.</param>
    /// <param name="after">Mean from it on; NaN when there is no value.</param>
    /// <param name="countAfter">Values from it on.</param>
    /// <returns>Time of the first value after it.</returns>
    internal long Split(out double before, out double after, out long countAfter)
    {
        double total = 0;
        foreach (TimelineCell cell in _cells) { total += cell.Sum; }
        (before, after, countAfter) = (double.NaN, Count == 0 ? double.NaN : total / Count, Count);
        long since = _cells.Count == 0 ? 0 : _cells[0].From;
        double best = -1;
        double sum = 0;
        long count = 0;
        for (int i = 0; i + 1 < _cells.Count; i++)
        {
            sum += _cells[i].Sum;
            count += _cells[i].Count;
            double older = sum / count;
            double newer = (total - sum) / (Count - count);
            double gain = (older - newer) * (older - newer) * ((double)count * (Count - count) / Count);
            if (gain > best)
            {
                best = gain;
                (before, after, countAfter, since) = (older, newer, Count - count, _cells[i + 1].From);
            }
        }

        return since;
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
            if (cell.Count < 1 || cell.Count > width || !long.IsPow2(cell.Count) || !double.IsFinite(cell.Sum) || cell.From < 0 || cell.From > DateTime.MaxValue.Ticks)
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
