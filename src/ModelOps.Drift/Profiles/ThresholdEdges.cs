using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Profiles;

/// <summary>Bins between given thresholds, such as those that a model compares a feature with.</summary>
internal static class ThresholdEdges
{
    /// <summary>The thresholds, and the range of the reference's values around them, so that what lies outside is counted apart. Where there are too
    /// many, those stay that split the values most evenly.</summary>
    internal static double[] Choose(ReadOnlySpan<double> values, ReadOnlySpan<double> thresholds, int maxEdges)
    {
        double[] sorted = SortedSample.Of(values);
        SortedSet<double> edges = thresholds.Length <= maxEdges - 2 ? [.. thresholds] : Thin(sorted, thresholds, maxEdges - 2);
        if (sorted.Length > 0)
        {
            edges.Add(sorted[0]);
            double beyond = Math.BitIncrement(sorted[^1]);
            if (double.IsFinite(beyond)) { edges.Add(beyond); }
        }

        return [.. edges];
    }

    internal static void Check(ReadOnlySpan<double> thresholds)
    {
        for (int i = 0; i < thresholds.Length; i++)
        {
            if (!double.IsFinite(thresholds[i]) || (i > 0 && thresholds[i] <= thresholds[i - 1]))
            {
                throw new ArgumentException($"Threshold {i} is {thresholds[i]:R}. Pass finite thresholds in ascending order, each once.", nameof(thresholds));
            }
        }
    }

    private static SortedSet<double> Thin(double[] sorted, ReadOnlySpan<double> thresholds, int most)
    {
        SortedSet<double> kept = [];
        for (int i = 0; i < most; i++)
        {
            double target = sorted.Length == 0 ? thresholds[(int)((long)i * thresholds.Length / most)] : sorted[(int)((i + 0.5) * sorted.Length / most)];
            int at = thresholds.BinarySearch(target);
            kept.Add(thresholds[Math.Min(at < 0 ? ~at : at, thresholds.Length - 1)]);
        }

        return kept;
    }
}
