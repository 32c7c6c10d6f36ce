namespace ModelOps.Drift.Performance;

/// <summary>AUROC of scores by ranks, ties counted half.</summary>
internal static class RankAuroc
{
    /// <summary>The area; NaN without both classes. Sorts the arguments.</summary>
    internal static double Compute(Span<double> scores, Span<bool> labels)
    {
        scores.Sort(labels);
        double negativesBelow = 0;
        double pairs = 0;
        double positives = 0;
        for (int start = 0; start < scores.Length;)
        {
            int end = start;
            double tiedPositives = 0;
            while (end < scores.Length && scores[end] == scores[start]) { tiedPositives += labels[end++] ? 1 : 0; }
            double tiedNegatives = end - start - tiedPositives;
            pairs += tiedPositives * (negativesBelow + (tiedNegatives / 2));
            positives += tiedPositives;
            negativesBelow += tiedNegatives;
            start = end;
        }

        return pairs / (positives * negativesBelow);
    }
}
