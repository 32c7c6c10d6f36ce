namespace ModelOps.Serving.MLNet.Tests;

internal static class SyntheticData
{
    /// <summary>Values at the ends of what a float holds, and the one from which whole numbers are no longer exact.</summary>
    public static readonly float[] Edges =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.MaxValue, float.MinValue, float.Epsilon, 1e20f, -1e20f, 16_777_216f];

    /// <summary>Edge values whose sums do not depend on the order of addition.</summary>
    public static readonly float[] OrderlessEdges = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon];

    /// <summary>Learnable rows; a share of the features is missing (NaN) where asked for.</summary>
    public static FeatureRow[] Training(int rows, double missing = 0)
    {
        Random random = new(17);
        return [.. Enumerable.Range(0, rows).Select(i => Row(i, random, missing))];
    }

    /// <summary>Rows to compare on: ordinary ones, ones made of <paramref name="thresholds"/> and their neighbours, and ones with <paramref name="edges"/>.</summary>
    public static FeatureRow[] Hostile(int rows, IReadOnlyList<float> thresholds, float[] edges)
    {
        Random random = new(23);
        return [.. Enumerable.Range(0, rows).Select(i =>
        {
            FeatureRow row = Row(i, random, missing: 0);
            for (int feature = 0; feature < FeatureRow.FeatureCount; feature++)
            {
                double dice = random.NextDouble();
                if (i % 3 == 1 && dice < 0.7 && thresholds.Count > 0) { row.Features[feature] = Near(thresholds[random.Next(thresholds.Count)], random); }
                if (i % 3 == 2 && dice < 0.4) { row.Features[feature] = edges[random.Next(edges.Length)]; }
            }

            return row;
        })];
    }

    private static FeatureRow Row(int index, Random random, double missing)
    {
        float[] x = [.. Enumerable.Range(0, FeatureRow.FeatureCount).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        double signal = 3 * x[0] - 2 * x[1] * x[2] + Math.Sin(3 * x[3]) + (x[4] > 0.5 ? 2 : 0) + 0.1 * random.NextDouble();
        for (int i = 0; i < x.Length; i++)
        {
            if (random.NextDouble() < missing) { x[i] = float.NaN; signal += i == 0 ? 1.5 : 0; }
        }

        return new FeatureRow
        {
            Features = x,
            Label = (float)signal,
            IsPositive = signal > 0,
            Count = (float)Math.Floor(Math.Exp(signal / 6) * 2),
            Relevance = (uint)Math.Clamp(signal / 2 + 2, 1, 4),
            Group = (uint)(index / 10 % 1000) + 1,
        };
    }

    private static float Near(float threshold, Random random) => random.Next(3) switch
    {
        0 => threshold,
        1 => MathF.BitIncrement(threshold),
        _ => MathF.BitDecrement(threshold),
    };
}
