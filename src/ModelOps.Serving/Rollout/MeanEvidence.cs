namespace ModelOps.Serving;

/// <summary>What is kept of values from 0 to 1 to bound their mean: see <see cref="MeanBounds"/>.</summary>
internal sealed class MeanEvidence
{
    public long Count { get; set; }

    public double Sum { get; set; }

    /// <summary>Sum of squared distances, each from the mean as it was known at the look before.</summary>
    public double Squares { get; set; }

    /// <summary>What the next values are measured from; known before they come.</summary>
    public double Prediction { get; set; }

    public double Mean => Count == 0 ? double.NaN : Sum / Count;

    public void Add(long count, double sum, double squares)
    {
        if (count <= 0) { return; }
        Squares += Math.Max(0, squares - (2 * Prediction * sum) + (count * Prediction * Prediction));
        Count += count;
        Sum += sum;
        Prediction = Math.Clamp(Sum / Count, 0, 1);
    }

    public ConfidenceInterval Bounds(double alpha) => MeanBounds.Compute(Count, Sum, Squares, alpha);
}
