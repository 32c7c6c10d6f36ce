namespace StreamDrift;

/// <summary>Errors of a forecast of the next half-hour, as shares of what came, with a change injected: a feed that falls behind.</summary>
/// <param name="Errors">Absolute error of each half-hour, as a share of the demand.</param>
/// <param name="ChangeAt">Index of the first error after the change.</param>
internal sealed record ForecastErrors(double[] Errors, int ChangeAt)
{
    public const int Day = 48;
    public const int Week = 7 * Day;

    /// <summary>Errors before this one are of the weeks that settings are learned from.</summary>
    public const int Training = 3 * Week;

    // From the change on, the newest reading that the forecast sees is three hours older than it should be.
    private const int FreshLag = 1;
    private const int StaleLag = FreshLag + 6;

    public static ForecastErrors From(ReadOnlySpan<double> demand, int changeAt)
    {
        int first = Week + StaleLag;
        var errors = new double[demand.Length - first];
        for (int i = 0; i < errors.Length; i++)
        {
            // The last reading, and the same step as a week ago.
            int now = first + i;
            int lag = i < changeAt ? FreshLag : StaleLag;
            double forecast = demand[now - lag] + demand[now - Week] - demand[now - Week - lag];
            errors[i] = Math.Abs(demand[now] - forecast) / demand[now];
        }

        return new ForecastErrors(errors, changeAt);
    }

    /// <summary>Outcomes for the detectors of error rates: 1 where the error is above what nine in ten errors of the training weeks were.</summary>
    public double[] Misses()
    {
        double[] training = [.. Errors.Take(Training).Order()];
        double tolerance = training[training.Length * 9 / 10];
        return [.. Errors.Select(error => error > tolerance ? 1.0 : 0)];
    }
}
