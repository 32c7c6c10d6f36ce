namespace ModelOps.Drift.Performance;

/// <summary>Gradient-boosted trees of one split over quantile bins, for least squares. Small and deterministic: the fitted model is a table a
/// feature, so it sees no interplay of features.</summary>
/// <param name="rounds">Number of trees, at least 1. Default 200.</param>
/// <param name="learningRate">Share of each tree that is added, above 0 and at most 1. Default 0.1.</param>
/// <remarks>Source: Friedman, Greedy Function Approximation: A Gradient Boosting Machine, 2001.</remarks>
public sealed class BoostedStumpsTrainer(int rounds = 200, double learningRate = 0.1) : IErrorModelTrainer
{
    private readonly int _rounds = rounds >= 1 ? rounds : throw new ArgumentOutOfRangeException(nameof(rounds), rounds, "Use at least 1; 200 is the default.");

    private readonly double _learningRate = learningRate is > 0 and <= 1
        ? learningRate
        : throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "Use a share above 0 and at most 1; 0.1 is the default.");

    /// <inheritdoc/>
    public IErrorModel Fit(ReadOnlySpan<double> rows, ReadOnlySpan<double> errors, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (errors.IsEmpty || (long)errors.Length * dimensions != rows.Length)
        {
            throw new ArgumentException($"There are {rows.Length} numbers and {errors.Length} errors. Pass at least one row, and {dimensions} numbers for each error.", nameof(rows));
        }

        var bins = new FeatureBins[dimensions];
        var codes = new int[dimensions][];
        for (int feature = 0; feature < dimensions; feature++)
        {
            var column = new double[errors.Length];
            for (int row = 0; row < column.Length; row++) { column[row] = rows[(row * dimensions) + feature]; }
            bins[feature] = FeatureBins.Of(column);
            codes[feature] = Array.ConvertAll(column, bins[feature].Bin);
        }

        double start = 0;
        foreach (double error in errors) { start += error / errors.Length; }
        double[] residuals = [.. errors];
        for (int row = 0; row < residuals.Length; row++) { residuals[row] -= start; }
        var tables = Array.ConvertAll(bins, static one => new double[one.Count]);
        for (int round = 0; round < _rounds && Split.Best(codes, bins, residuals) is { } split; round++)
        {
            double low = _learningRate * split.Low;
            double high = _learningRate * split.High;
            double[] table = tables[split.Feature];
            for (int bin = 0; bin < table.Length; bin++) { table[bin] += bin <= split.Bin ? low : high; }
            int[] own = codes[split.Feature];
            for (int row = 0; row < residuals.Length; row++) { residuals[row] -= own[row] <= split.Bin ? low : high; }
        }

        return new BoostedStumps(start, bins, tables);
    }
}
