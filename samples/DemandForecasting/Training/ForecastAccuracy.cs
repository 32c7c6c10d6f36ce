namespace DemandForecasting.Training;

/// <summary>How far forecasts were off. Lower is better.</summary>
/// <param name="Mae">Mean absolute error, in the unit of the series.</param>
/// <param name="Smape">Symmetric mean absolute percentage error, 0 to 200: mean of 200 |y - f| / (|y| + |f|), as in the M4 competition.</param>
/// <param name="Mase">Mean absolute scaled error: <paramref name="Mae"/> over that of the seasonal-naive forecast in the training period
/// (Hyndman and Koehler, 2006). Below 1 beats it.</param>
internal sealed record ForecastAccuracy(double Mae, double Smape, double Mase)
{
    /// <param name="actual">What happened.</param>
    /// <param name="forecast">What was forecast; same length.</param>
    /// <param name="scale">In-sample mean absolute error of the seasonal-naive forecast.</param>
    public static ForecastAccuracy Of(IReadOnlyList<float> actual, IReadOnlyList<float> forecast, double scale)
    {
        double absolute = 0;
        double symmetric = 0;
        for (int i = 0; i < actual.Count; i++)
        {
            double error = Math.Abs(actual[i] - (double)forecast[i]);
            absolute += error;
            symmetric += error == 0 ? 0 : 200 * error / (Math.Abs(actual[i]) + Math.Abs(forecast[i]));
        }

        return new ForecastAccuracy(absolute / actual.Count, symmetric / actual.Count, absolute / actual.Count / scale);
    }

    public override string ToString() => FormattableString.Invariant($"MAE {Mae:F3}  sMAPE {Smape:F2} %  MASE {Mase:F3}");
}
