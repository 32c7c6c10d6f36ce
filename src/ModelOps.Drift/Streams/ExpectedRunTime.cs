namespace ModelOps.Drift.Streams;

/// <summary>Finds the threshold for "at most one false alarm in so many values", by simulation of a process in control. The same seed gives the same threshold.</summary>
public static class ExpectedRunTime
{
    private const int Steps = 30;

    // A run ends after this many times the length asked for: longer ones only show that the threshold is quiet enough.
    private const int LongestRun = 10;

    /// <summary>Draws from a sample of the process in control, with replacement, as independent values.</summary>
    /// <param name="sample">The sample; not copied. The larger the better: a bootstrap knows no value that is not in it.</param>
    /// <returns>The law, for <see cref="Calibrate"/> and <see cref="Measure"/>.</returns>
    /// <exception cref="ArgumentException">The sample is empty.</exception>
    public static Func<Random, double> Resampling(IReadOnlyList<double> sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count == 0
            ? throw new ArgumentException("The sample is empty. Give values of the process in control.", nameof(sample))
            : random => sample[random.Next(sample.Count)];
    }

    /// <summary>Simulates runs to the first alarm.</summary>
    /// <param name="detector">Makes a new detector.</param>
    /// <param name="inControl">Draws a value of the process in control.</param>
    /// <param name="longestRun">Values after which a run without alarm ends, at least 1.</param>
    /// <param name="runs">Runs, at least 1.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <returns>Mean values to an alarm: all values simulated over all alarms, which is exact when the chance of an alarm stays the same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RunTimeEstimate Measure(Func<StreamDetector> detector, Func<Random, double> inControl, long longestRun, int runs = 400, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(inControl);
        ArgumentOutOfRangeException.ThrowIfLessThan(longestRun, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        long updates = 0;
        long alarms = 0;
        for (int run = 0; run < runs; run++)
        {
            StreamDetector fresh = detector();
            var random = new Random(unchecked(seed + run));
            bool alarmed = false;
            for (long i = 0; i < longestRun && !alarmed; i++)
            {
                alarmed = fresh.Update(inControl(random)) == StreamState.Drift;
                updates++;
            }

            alarms += alarmed ? 1 : 0;
        }

        double mean = updates / (double)Math.Max(1, alarms);
        return new RunTimeEstimate(double.NaN, mean, alarms == 0 ? double.PositiveInfinity : mean / Math.Sqrt(alarms), alarms);
    }

    /// <summary>Finds the loudest threshold that keeps the promise, by bisection over the same simulated streams.</summary>
    /// <param name="detector">Makes a detector with a threshold. Nearer <paramref name="quiet"/> it must alarm less.</param>
    /// <param name="inControl">Draws a value of the process in control: a known law, or <see cref="Resampling"/>.</param>
    /// <param name="updatesPerAlarm">Values that at most one false alarm may come in, at least 1.</param>
    /// <param name="loud">Threshold that alarms too often.</param>
    /// <param name="quiet">Threshold that alarms rarely enough.</param>
    /// <param name="runs">Runs a threshold; the error of the result is about 1/√runs.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <returns>The threshold, and its run time: at least what was asked for even less its standard error.</returns>
    /// <exception cref="ArgumentException">Even the quiet threshold alarms too often.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RunTimeEstimate Calibrate(
        Func<double, StreamDetector> detector, Func<Random, double> inControl, long updatesPerAlarm, double loud, double quiet, int runs = 400, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentOutOfRangeException.ThrowIfLessThan(updatesPerAlarm, 1);
        RunTimeEstimate best = At(quiet);
        if (!Keeps(best))
        {
            throw new ArgumentException(
                $"Even the threshold {quiet} gives an alarm in {best.Updates:F0} values, where {updatesPerAlarm} are asked for. Give a quieter threshold.", nameof(quiet));
        }

        // Thresholds that span decades, as significance levels do, are halved by their logarithm.
        bool decades = loud > 0 && quiet > 0 && Math.Max(loud / quiet, quiet / loud) > 100;
        for (int step = 0; step < Steps; step++)
        {
            double middle = decades ? Math.Sqrt(loud * quiet) : loud + ((quiet - loud) / 2);
            RunTimeEstimate estimate = At(middle);
            if (Keeps(estimate))
            {
                quiet = middle;
                best = estimate;
            }
            else
            {
                loud = middle;
            }
        }

        return best;

        RunTimeEstimate At(double threshold) =>
            Measure(() => detector(threshold), inControl, checked(updatesPerAlarm * LongestRun), runs, seed) with { Threshold = threshold };

        bool Keeps(RunTimeEstimate estimate) => estimate.Alarms == 0 || estimate.Updates - estimate.StandardError >= updatesPerAlarm;
    }
}
