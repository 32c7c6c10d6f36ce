namespace ModelOps.Drift.Profiles;

/// <summary>Chooses bins of about equal reference mass.</summary>
internal static class QuantileEdges
{
    /// <summary>Edges from the reference's values: every distinct value where they are few, else quantiles; always its smallest value and
    /// the next number after its largest, so that what lies outside its range is counted apart.</summary>
    internal static double[] Choose(ReadOnlySpan<double> values, int maxEdges)
    {
        double[] sorted = Statistics.SortedSample.Of(values);
        if (sorted.Length == 0)
        {
            return [];
        }

        var edges = new List<double>();
        int inner = maxEdges - 1;
        double[] distinct = Distinct(sorted, inner);
        if (distinct.Length <= inner)
        {
            edges.AddRange(distinct);
        }
        else
        {
            for (int i = 0; i < inner; i++)
            {
                double edge = sorted[(int)((long)i * sorted.Length / inner)];
                if (edges.Count == 0 || edge > edges[^1]) { edges.Add(edge); }
            }
        }

        // Nothing finite lies beyond the largest double.
        double beyond = Math.BitIncrement(sorted[^1]);
        if (double.IsFinite(beyond)) { edges.Add(beyond); }
        return [.. edges];
    }

    // Stops one past the limit: how many more there are does not matter.
    private static double[] Distinct(double[] sorted, int limit)
    {
        var distinct = new List<double> { sorted[0] };
        for (int i = 1; i < sorted.Length && distinct.Count <= limit; i++)
        {
            if (sorted[i] > distinct[^1]) { distinct.Add(sorted[i]); }
        }

        return [.. distinct];
    }
}
