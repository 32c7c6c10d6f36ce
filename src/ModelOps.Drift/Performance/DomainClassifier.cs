using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Performance;

/// <summary>Joint drift by a classifier: how well rows of the reference and current rows can be told apart. Sees what no feature shows alone,
/// as far as a logistic regression on standardised features, their squares and their products can.</summary>
/// <remarks>Source: Lopez-Paz and Oquab, Revisiting Classifier Two-Sample Tests, 2017.</remarks>
public static class DomainClassifier
{
    private const int MostRows = 2000;
    private const int MostDimensionsWithProducts = 10;

    // Ranking needs no converged weights, and permutations need them a thousand times.
    private const int FitIterations = 4;

    /// <summary>Tests two samples of rows.</summary>
    /// <param name="reference">Reference rows, one after the other; rows with NaN or an infinity are left out.</param>
    /// <param name="current">Current rows, likewise.</param>
    /// <param name="dimensions">Numbers in a row, at least 1; products of features are used up to 10, squares always.</param>
    /// <param name="folds">Parts of the cross-validation, at least 2; fewer are made when a side has fewer rows. Default 5.</param>
    /// <param name="permutations">Random relabellings that give the p-value, at least 1. Default 99.</param>
    /// <param name="seed">Seed of folds, relabellings and of the 2000 rows chosen when a side has more. Equal seeds give equal results.</param>
    /// <returns>Mean AUROC over the folds (0.5 when nothing changed); p-value (k + 1) / (N + 1) with k of N relabellings at least as large; effect
    /// size 2 AUROC - 1, at least 0. Not enough data when a side has fewer than two rows.</returns>
    /// <exception cref="ArgumentException">The values are no whole number of rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its minimum.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int dimensions, int folds = 5, int permutations = 99, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        var random = new Random(seed);
        RowSample rows = RowSample.Of(reference, current, dimensions, MostRows, random);
        int used = Math.Min(folds, Math.Min(rows.ReferenceCount, rows.CurrentCount));
        if (used < 2)
        {
            return TwoSampleResult.NotEnoughData(rows.ReferenceCount, rows.CurrentCount);
        }

        (double[] values, int width) = Inputs(rows, dimensions);
        bool[] labels = [.. Enumerable.Range(0, rows.Count).Select(row => row >= rows.ReferenceCount)];
        double area = HeldOutArea(values, width, labels, used, random);
        int atLeast = 0;
        for (int i = 0; i < permutations; i++)
        {
            random.Shuffle(labels);
            atLeast += HeldOutArea(values, width, labels, used, random) >= area ? 1 : 0;
        }

        return new TwoSampleResult(
            area, (atLeast + 1.0) / (permutations + 1.0), Math.Max(0, (2 * area) - 1), rows.ReferenceCount, rows.CurrentCount);
    }

    private static double HeldOutArea(double[] values, int width, bool[] labels, int folds, Random random)
    {
        int[] fold = StratifiedFolds.Deal(labels, folds, random);
        double sum = 0;
        for (int held = 0; held < folds; held++)
        {
            int[] training = [.. Enumerable.Range(0, labels.Length).Where(row => fold[row] != held)];
            int[] testing = [.. Enumerable.Range(0, labels.Length).Where(row => fold[row] == held)];
            LogisticRegression classifier = new LogisticRegression(width).Fit(values, training, labels, FitIterations);
            sum += RankAuroc.Compute(
                Array.ConvertAll(testing, row => classifier.Score(values.AsSpan(row * width, width))), Array.ConvertAll(testing, row => labels[row]));
        }

        return sum / folds;
    }

    // Standardised over both samples together, which relabelling does not change; a feature with one value only becomes 0.
    private static (double[] Values, int Width) Inputs(RowSample rows, int dimensions)
    {
        int products = dimensions <= MostDimensionsWithProducts ? dimensions * (dimensions - 1) / 2 : 0;
        int width = (2 * dimensions) + products;
        var values = new double[rows.Count * width];
        for (int row = 0; row < rows.Count; row++) { rows.Row(row).CopyTo(values.AsSpan(row * width)); }
        for (int column = 0; column < dimensions; column++) { Standardize(values, width, column); }
        for (int row = 0; row < rows.Count; row++)
        {
            Span<double> inputs = values.AsSpan(row * width, width);
            int at = dimensions;
            for (int i = 0; i < dimensions; i++)
            {
                int last = products > 0 ? dimensions - 1 : i;
                for (int j = i; j <= last; j++) { inputs[at++] = inputs[i] * inputs[j]; }
            }
        }

        for (int column = dimensions; column < width; column++) { Standardize(values, width, column); }
        return (values, width);
    }

    private static void Standardize(double[] values, int width, int column)
    {
        double largest = 0;
        for (int i = column; i < values.Length; i += width) { largest = Math.Max(largest, Math.Abs(values[i])); }
        double unit = largest == 0 ? 1 : largest;
        double mean = 0;
        int count = values.Length / width;
        for (int i = column; i < values.Length; i += width) { mean += values[i] / unit / count; }
        double squares = 0;
        for (int i = column; i < values.Length; i += width) { squares += Math.Pow((values[i] / unit) - mean, 2); }
        double deviation = Math.Sqrt(squares / count);
        for (int i = column; i < values.Length; i += width) { values[i] = deviation > 1e-14 ? ((values[i] / unit) - mean) / deviation : 0; }
    }
}
