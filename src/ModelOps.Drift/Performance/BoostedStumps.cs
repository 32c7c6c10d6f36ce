namespace ModelOps.Drift.Performance;

/// <summary>The sum of a table a feature.</summary>
internal sealed class BoostedStumps(double start, FeatureBins[] bins, double[][] tables) : IErrorModel
{
    internal double Start => start;

    internal IReadOnlyList<FeatureBins> Bins => bins;

    internal IReadOnlyList<double[]> Tables => tables;

    public double Predict(ReadOnlySpan<double> row)
    {
        double sum = start;
        for (int feature = 0; feature < bins.Length; feature++) { sum += tables[feature][bins[feature].Bin(row[feature])]; }
        return sum;
    }
}
