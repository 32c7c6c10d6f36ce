namespace ModelOps.Drift.Performance;

/// <summary>An error model with what the reference says of the errors it stands for.</summary>
/// <param name="Metric">The metric that is the mean of the errors.</param>
/// <param name="Model">Predicts them.</param>
/// <param name="Mean">Their mean on the reference.</param>
/// <param name="Deviation">Their standard deviation there.</param>
/// <param name="Count">Rows of the reference.</param>
internal sealed record ErrorEstimator(string Metric, IErrorModel Model, double Mean, double Deviation, long Count)
{
    /// <summary>Bits below the mean error's leading one at which predicted errors are cut, so that sums are whole numbers.</summary>
    private const int Bits = 30;

    private readonly int _exponent = Mean > 0 ? Math.ILogB(Mean) - Bits : -Bits;

    internal static ErrorEstimator Fit(string metric, IErrorModelTrainer trainer, double[] rows, double[] errors, int width)
    {
        double mean = errors.Average();
        double squares = errors.Sum(error => (error - mean) * (error - mean));
        return new ErrorEstimator(metric, trainer.Fit(rows, errors, width), mean, Math.Sqrt(squares / errors.Length), errors.Length);
    }

    /// <summary>The predicted error in whole steps; negative when the model has no answer.</summary>
    internal long Steps(ReadOnlySpan<double> row)
    {
        double predicted = Model.Predict(row);
        return double.IsNaN(predicted) ? -1 : (long)Math.Min(Math.Round(Math.ScaleB(Math.Max(0, predicted), -_exponent)), 1L << 62);
    }

    internal MetricEstimate Estimate(Int128 steps, long count)
    {
        double value = Math.ScaleB((double)steps, _exponent) / count;

        // The spread of errors grows with their size; and the error model was itself learnt from so many rows only.
        double spread = Deviation * (Mean > 0 ? Math.Max(1, value / Mean) : 1);
        return new MetricEstimate(Metric, value, Mean, spread * Math.Sqrt((1.0 / count) + (1.0 / Count)));
    }
}
