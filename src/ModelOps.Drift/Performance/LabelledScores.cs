namespace ModelOps.Drift.Performance;

/// <summary>Scores in order, each once, with how many there are of it and how many of those are positive.</summary>
internal sealed class LabelledScores
{
    private LabelledScores(double[] scores, long[] positives, long[] counts)
    {
        Scores = scores;
        Positives = positives;
        Counts = counts;
    }

    internal double[] Scores { get; }

    internal long[] Positives { get; }

    internal long[] Counts { get; }

    internal static LabelledScores Sort(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        ThrowIfUnequal(scores.Length, labels.Length);
        var keys = new double[scores.Length];
        var flags = new bool[scores.Length];
        int kept = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsFinite(scores[i]))
            {
                (keys[kept], flags[kept]) = (scores[i], labels[i]);
                kept++;
            }
        }

        if (kept == 0)
        {
            throw new ArgumentException("No score is finite. Pass scores of the reference data with their labels.", nameof(scores));
        }

        Array.Sort(keys, flags, 0, kept);
        var distinct = new List<double>();
        var positives = new List<long>();
        var counts = new List<long>();
        for (int i = 0; i < kept; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                distinct.Add(keys[i]);
                positives.Add(0);
                counts.Add(0);
            }

            counts[^1]++;
            positives[^1] += flags[i] ? 1 : 0;
        }

        return new LabelledScores([.. distinct], [.. positives], [.. counts]);
    }

    internal static void ThrowIfUnequal(int scores, int labels)
    {
        if (scores != labels)
        {
            throw new ArgumentException($"There are {scores} scores but {labels} labels. Pass one label for each score.", nameof(labels));
        }
    }
}
