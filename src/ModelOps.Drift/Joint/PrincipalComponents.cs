using System.Numerics.Tensors;

namespace ModelOps.Drift.Joint;

/// <summary>Standardisation of rows, and the directions that hold most of their variance.</summary>
/// <param name="Centers">Means of the features.</param>
/// <param name="Scales">One over their standard deviations (divisor n); 1 for constant features.</param>
/// <param name="Directions">Unit vectors, of largest variance first.</param>
/// <param name="ExplainedVariance">Their part in the variance, 0 to 1.</param>
internal sealed record PrincipalComponents(double[] Centers, double[] Scales, double[][] Directions, double ExplainedVariance)
{
    /// <summary>As many directions as hold more than a part of the variance.</summary>
    internal static PrincipalComponents Fit(IReadOnlyList<double[]> rows, double explained)
    {
        int width = rows[0].Length;
        double[] centers = [.. Enumerable.Range(0, width).Select(i => MeanOf(rows, i))];
        double[][] columns = [.. centers.Select((center, i) => Column(rows, i, center))];
        double[] scales = [.. columns.Select(static column => ScaleOf(column))];
        for (int i = 0; i < width; i++) { TensorPrimitives.Multiply(columns[i], scales[i], columns[i]); }
        var correlation = new double[width][];
        for (int i = 0; i < width; i++)
        {
            correlation[i] = new double[width];
            for (int j = 0; j <= i; j++) { correlation[i][j] = correlation[j][i] = TensorPrimitives.Dot<double>(columns[i], columns[j]) / rows.Count; }
        }

        double total = Enumerable.Range(0, width).Sum(i => correlation[i][i]);
        (double[] values, double[][] vectors) = SymmetricEigen.Of(correlation);
        int kept = 0;
        double part = 0;
        while (kept < width && part <= explained && total > 0) { part += Math.Max(0, values[kept++]) / total; }
        return new PrincipalComponents(centers, scales, vectors[..kept], Math.Min(1, part));
    }

    /// <summary>How far a row lies from where its directions put it; missing values count as the mean. Rows with infinities have no finite distance.</summary>
    internal double ErrorOf(ReadOnlySpan<double> row, Span<double> scratch)
    {
        for (int i = 0; i < row.Length; i++) { scratch[i] = double.IsNaN(row[i]) ? 0 : (row[i] - Centers[i]) * Scales[i]; }
        foreach (double[] direction in Directions) { TensorPrimitives.MultiplyAdd(direction, -TensorPrimitives.Dot<double>(direction, scratch), scratch, scratch); }
        return TensorPrimitives.Norm<double>(scratch);
    }

    private static double MeanOf(IReadOnlyList<double[]> rows, int feature)
    {
        double sum = 0;
        int count = 0;
        foreach (double[] row in rows)
        {
            if (double.IsNaN(row[feature])) { continue; }
            sum += row[feature];
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private static double[] Column(IReadOnlyList<double[]> rows, int feature, double center) =>
        [.. rows.Select(row => double.IsNaN(row[feature]) ? 0 : row[feature] - center)];

    // The rounding of a constant's mean is no variance.
    private static double ScaleOf(double[] centered)
    {
        double deviation = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(centered) / centered.Length);
        return deviation > 0 && double.IsFinite(1 / deviation) ? 1 / deviation : 1;
    }
}
