using ModelOps.Drift.Streams;

namespace StreamDrift;

/// <summary>Every detector on the same errors. Those with a scale of their own are calibrated on the training weeks.</summary>
internal static class Story
{
    public const int ChangeAt = 8 * ForecastErrors.Week;

    // At most one false alarm in eight weeks.
    private const long UpdatesPerAlarm = 8 * ForecastErrors.Week;

    public static IReadOnlyList<Watch> Tell(ReadOnlySpan<double> demand, int runs)
    {
        var stream = ForecastErrors.From(demand, ChangeAt);
        double[] errors = [.. stream.Errors.Select(static error => Math.Log(error + 0.0005))];
        double[] misses = stream.Misses();
        double[] training = errors[..ForecastErrors.Training];
        double mean = training.Average();
        double deviation = Math.Sqrt(training.Average(error => (error - mean) * (error - mean)));

        double Calibrated(Func<double, StreamDetector> detector, double loud, double quiet) =>
            ExpectedRunTime.Calibrate(detector, ExpectedRunTime.Resampling(training), UpdatesPerAlarm, loud, quiet, runs).Threshold;

        StreamDetector Cusum(double threshold) => new Cusum(mean, deviation, threshold: threshold, direction: ChangeDirection.Increase);
        StreamDetector Ewma(double limit) => new EwmaChart(mean, deviation, limit: limit);
        StreamDetector PageHinkley(double threshold) => new PageHinkley(delta: deviation / 2, threshold: threshold);

        return
        [
            .. OnErrors(Cusum(Calibrated(Cusum, 1, 30)), Ewma(Calibrated(Ewma, 1, 10)), PageHinkley(Calibrated(PageHinkley, 1, 100)), new Kswin(0.0001)),
            .. OnMisses(new Adwin(), new HddmA(), new HddmW(), new Ddm(), new Rddm(), new Eddm(), new PeriodicAlarm(ForecastErrors.Day)),
        ];

        IEnumerable<Watch> OnErrors(params StreamDetector[] detectors) =>
            detectors.Select(detector => Watch.Run(detector, "log error", errors, ForecastErrors.Training, ChangeAt));

        IEnumerable<Watch> OnMisses(params StreamDetector[] detectors) =>
            detectors.Select(detector => Watch.Run(detector, "misses", misses, ForecastErrors.Training, ChangeAt));
    }
}
