namespace ModelOps.Drift.Performance;

/// <summary>Quantile bins of a feature; missing values have the first bin to themselves.</summary>
internal sealed class FeatureBins
{
    internal const int Most = 64;

    private readonly double[] _edges;

    internal FeatureBins(double[] edges) => _edges = edges;

    internal double[] Edges => _edges;

    internal int Count => _edges.Length + 2;

    internal static FeatureBins Of(double[] column)
    {
        double[] sorted = Array.FindAll(column, static value => !double.IsNaN(value));
        Array.Sort(sorted);
        return new FeatureBins([.. Enumerable.Range(1, Most - 1).Where(_ => sorted.Length > 0)
            .Select(i => sorted[(int)((long)i * (sorted.Length - 1) / Most)]).Distinct()]);
    }

    internal int Bin(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        int at = Array.BinarySearch(_edges, value);
        return 1 + (at >= 0 ? at : ~at);
    }
}
