namespace ModelOps.Benchmarks.Forests;

/// <summary>Something to learn for libraries that train their forests themselves.</summary>
internal static class TrainedLabels
{
    /// <summary>Rows to train on.</summary>
    public const int Rows = 8 * 1024;

    /// <summary>A label for each row: products and steps of features, and noise, so that late trees still find something.</summary>
    public static float[] Of(ReadOnlySpan<float> rows)
    {
        Random random = new(11);
        float[] labels = new float[rows.Length / BenchmarkForest.Features];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * BenchmarkForest.Features, BenchmarkForest.Features);
            float label = random.NextSingle() - 0.5f;
            for (int j = 0; j + 1 < row.Length; j += 2) { label += (row[j] * row[j + 1]) + (row[j] > 0.3f ? 0.5f : 0f); }
            labels[i] = label;
        }

        return labels;
    }
}
