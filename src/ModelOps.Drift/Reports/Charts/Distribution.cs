using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports.Charts;

/// <summary>The bins of two profiles, put together to as many bars as an eye can read. Every bar ends at edges of the profile, so its counts are exact.</summary>
/// <param name="Bars">The bars in order.</param>
/// <param name="IsScaled">Whether bars lie on an axis of numbers; else each has the same width.</param>
/// <param name="Unit">For bars on an axis: heights are shares of values for each stretch of this length.</param>
internal sealed record Distribution(IReadOnlyList<DistributionBar> Bars, bool IsScaled, double Unit)
{
    private const int MostBars = 24;
    private const int MostCategories = 12;
    private const double Tail = 0.01;

    /// <summary>Sums over all bars.</summary>
    public long ReferenceTotal => Bars.Sum(static bar => bar.Reference);

    public long CurrentTotal => Bars.Sum(static bar => bar.Current);

    public static Distribution Of(FeatureProfile reference, FeatureProfile? current)
    {
        FeatureProfile other = current is not null && reference.IsCompatibleWith(current) ? current : reference.Empty();
        return reference is NumericFeatureProfile numeric ? Numeric(numeric, other) : Categorical((CategoricalFeatureProfile)reference, other);
    }

    private static Distribution Categorical(CategoricalFeatureProfile reference, FeatureProfile current)
    {
        long[] x = reference.Counts.ToArray();
        long[] y = current.Counts.ToArray();
        int named = reference.Categories.Count;
        int[] order = [.. Enumerable.Range(0, named).OrderByDescending(i => Math.Max(Share(x[i], reference.Count), Share(y[i], current.Count))).ThenBy(static i => i)];
        int shown = named <= MostCategories ? named : MostCategories - 1;
        List<DistributionBar> bars = [.. order.Take(shown).Select(i => new DistributionBar(reference.Categories[i], double.NaN, double.NaN, x[i], y[i]))];
        if (shown < named)
        {
            int[] rest = order[shown..];
            bars.Add(new DistributionBar($"{named - shown} more categories", double.NaN, double.NaN, rest.Sum(i => x[i]), rest.Sum(i => y[i])));
        }

        if (x[named] + y[named] > 0) { bars.Add(new DistributionBar("not named in the reference", double.NaN, double.NaN, x[named], y[named])); }
        return new Distribution(bars, IsScaled: false, double.NaN);
    }

    private static Distribution Numeric(NumericFeatureProfile reference, FeatureProfile current)
    {
        int bins = reference.Counts.Length;
        double[] edges = reference.Edges.ToArray();
        if (bins < 2)
        {
            return new Distribution([], IsScaled: false, double.NaN);
        }

        (int low, int high) = Middle(reference, current);
        double unit = (edges[high] - edges[low]) / MostBars;
        bool scaled = bins - 2 > MostBars && double.IsFinite(unit) && unit > 0;

        // The profile has an edge at every distinct value of the reference when the last bin fits only the largest; else at quantiles.
        bool oneValueEach = edges.Length > 1 && edges[^1] == Math.BitIncrement(edges[^2]);
        List<DistributionBar> bars = [];
        if (scaled)
        {
            AddTail(0, low + 1);
            for (int from = low; from < high;)
            {
                int to = from + 1;
                while (to < high && (edges[to] - edges[from] < unit * 0.999 || edges[high] - edges[to] < unit / 2)) { to++; }
                bars.Add(Bar(from, to));
                from = to;
            }

            AddTail(high + 1, bins);
        }
        else
        {
            AddTail(0, 1);
            int step = (bins - 2 + MostBars - 1) / MostBars;
            for (int from = 0; from < edges.Length - 1; from += step) { bars.Add(Bar(from, Math.Min(from + step, edges.Length - 1))); }
            AddTail(bins - 1, bins);
        }

        return new Distribution(bars, scaled, unit);

        // From one edge to another: the bins from + 1 to to.
        DistributionBar Bar(int from, int to)
        {
            (long x, long y) = Sum(from + 1, to + 1);

            string label = to == from + 1 && !scaled && oneValueEach ? ReportText.Number(edges[from]) : $"{ReportText.Number(edges[from])} to {ReportText.Number(edges[to])}";
            return new DistributionBar(label, edges[from], edges[to], x, y);
        }

        void AddTail(int from, int to)
        {
            (long x, long y) = Sum(from, to);
            if (x + y > 0)
            {
                string label = from == 0 ? $"below {ReportText.Number(edges[to - 1])}" : $"above {ReportText.Number(edges[from - 1])}";
                bars.Add(new DistributionBar(label, double.NaN, double.NaN, x, y));
            }
        }

        (long Reference, long Current) Sum(int from, int to)
        {
            (long x, long y) = (0, 0);
            for (int i = from; i < to; i++) { (x, y) = (x + reference.Counts[i], y + current.Counts[i]); }
            return (x, y);
        }
    }

    // The edges between which nearly all of both sides lies. What is outside becomes one bar on each side, so that a far outlier does not squeeze the rest.
    private static (int Low, int High) Middle(NumericFeatureProfile reference, FeatureProfile current)
    {
        int last = reference.Edges.Length - 1;
        int low = 0;
        int high = last;
        double below = Pooled(0);
        while (low < last && below + Pooled(low + 1) <= Tail) { below += Pooled(++low); }
        double above = Pooled(last + 1);
        while (high > low + 1 && above + Pooled(high) <= Tail) { above += Pooled(high--); }
        return high > low ? (low, high) : (0, last);

        double Pooled(int bin) => Math.Max(Share(reference.Counts[bin], reference.Count), Share(current.Counts[bin], current.Count));
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
