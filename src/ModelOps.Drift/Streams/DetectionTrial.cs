namespace ModelOps.Drift.Streams;

/// <summary>Tries a detector on streams whose change is known.</summary>
public static class DetectionTrial
{
    /// <summary>Feeds streams to fresh detectors and scores the alarms.</summary>
    /// <param name="detector">Makes a new detector.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="changeAt">Index, from 0, of the first value after the change in each of them.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">There is no stream.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The change is outside a stream.</exception>
    public static DetectionScore Score(Func<StreamDetector> detector, IReadOnlyCollection<double[]> streams, int changeAt)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentOutOfRangeException.ThrowIfNegative(changeAt);
        if (streams.Count == 0)
        {
            throw new ArgumentException("There is no stream to try.", nameof(streams));
        }

        long falseAlarms = 0;
        int found = 0;
        double delay = 0;
        foreach (double[] stream in streams)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(changeAt, stream.Length);
            StreamDetector fresh = detector();
            for (int i = 0; i < changeAt; i++) { falseAlarms += fresh.Update(stream[i]) == StreamState.Drift ? 1 : 0; }
            int alarm = changeAt;
            while (alarm < stream.Length && fresh.Update(stream[alarm]) != StreamState.Drift) { alarm++; }
            if (alarm < stream.Length)
            {
                found++;
                delay += alarm - changeAt;
            }
        }

        double inControl = (double)changeAt * streams.Count;
        return new DetectionScore(
            streams.Count,
            falseAlarms,
            falseAlarms == 0 ? double.PositiveInfinity : inControl / falseAlarms,
            1 - ((double)found / streams.Count),
            found == 0 ? double.NaN : delay / found);
    }
}
