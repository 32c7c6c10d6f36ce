namespace ModelOps.Jobs;

/// <summary>Turns counts into speed and time left.</summary>
internal sealed class ProgressMeter(IProgress<BatchScoringProgress>? target, ITableReader reader, TimeProvider time, long rowsBefore)
{
    private readonly long _began = time.GetTimestamp();
    private readonly double _fractionBefore = reader.Fraction;

    public void Report(long rows, long skipped)
    {
        if (target is null) { return; }
        double seconds = time.GetElapsedTime(_began).TotalSeconds;
        double done = reader.Fraction - _fractionBefore;
        TimeSpan? remaining = done > 0 && seconds > 0 ? TimeSpan.FromSeconds(seconds / done * (1 - reader.Fraction)) : null;
        target.Report(new BatchScoringProgress(rows, skipped, reader.TotalRows, seconds > 0 ? (rows - rowsBefore) / seconds : 0, remaining));
    }
}
