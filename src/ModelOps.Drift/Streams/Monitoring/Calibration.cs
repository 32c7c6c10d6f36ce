using System.Globalization;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Finds the threshold of a watched stream from a sample of it in control.</summary>
internal static class Calibration
{
    private const double Budget = 1e8; // updates of a cumulative sum that one simulated threshold may cost: about half a second
    private const double LongestRun = 10; // as in ExpectedRunTime
    private const int LeastRuns = 40;
    private const int MostRuns = 400;

    internal static CalibrationResult Find(StreamPlan plan, double[] sample, CancellationToken cancellationToken)
    {
        DetectorThreshold threshold = plan.Threshold!();
        var level = SampleLevel.Of(sample);
        if (!(level.Deviation > 0))
        {
            return new CalibrationResult(plan.Create(), null, string.Create(CultureInfo.InvariantCulture, $"all {sample.Length} values to calibrate from are the same; the settings' own threshold is used"));
        }

        try
        {
            Func<Random, double> law = ExpectedRunTime.Resampling(sample);
            RunTimeEstimate found = ExpectedRunTime.Calibrate(
                tried => threshold.Simulate(level, tried),
                random => cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken) : law(random),
                plan.UpdatesPerFalseAlarm,
                threshold.Loud(level),
                threshold.Quiet(level),
                (int)Math.Clamp(Budget / (LongestRun * plan.UpdatesPerFalseAlarm * threshold.Cost), LeastRuns, MostRuns));
            return new CalibrationResult(threshold.Create(found.Threshold, sample), found, null);
        }
        catch (ArgumentException)
        {
            double quiet = threshold.Quiet(level);
            return new CalibrationResult(
                threshold.Create(quiet, sample),
                null,
                string.Create(CultureInfo.InvariantCulture, $"no {threshold.Setting} keeps to one false alarm in {plan.UpdatesPerFalseAlarm} values like the first {sample.Length}; {quiet:G4} is used. Take means of blocks, or another detector"));
        }
    }
}
