namespace ModelOps.Drift.Performance;

/// <summary>Deals rows to folds at random, each class as evenly as can be.</summary>
internal static class StratifiedFolds
{
    internal static int[] Deal(ReadOnlySpan<bool> labels, int folds, Random random)
    {
        var rows = new int[labels.Length];
        for (int i = 0; i < rows.Length; i++) { rows[i] = i; }
        random.Shuffle(rows);
        var fold = new int[labels.Length];
        int positives = 0;
        int negatives = 0;
        foreach (int row in rows)
        {
            // Negatives are dealt from the other end, which keeps the sizes of folds within one of each other.
            fold[row] = labels[row] ? positives++ % folds : folds - 1 - (negatives++ % folds);
        }

        return fold;
    }
}
