namespace ModelOps.Drift.Performance;

/// <summary>Edges between which scores count as tied: quantiles of the reference, and an even grid for scores that move away from it.</summary>
internal static class ScoreEdges
{
    internal const int PerKind = 512;

    /// <summary>Edges, increasing; bin i holds scores above edge i - 1 up to edge i.</summary>
    internal static double[] Choose(double[] sortedScores)
    {
        var edges = new SortedSet<double>();
        double low = sortedScores[0];
        double high = sortedScores[^1];
        for (int i = 0; i < PerKind; i++)
        {
            edges.Add(sortedScores[(int)((long)i * sortedScores.Length / PerKind)]);

            // Written so that the width of a range of huge numbers does not overflow.
            double share = (double)i / PerKind;
            edges.Add(double.Clamp((low * (1 - share)) + (high * share), low, high));
            if (low >= 0 && high <= 1) { edges.Add(share); }
        }

        edges.Add(high);
        return [.. edges];
    }

    internal static int Bin(double[] edges, double score)
    {
        int at = Array.BinarySearch(edges, score);
        return at >= 0 ? at : ~at;
    }
}
