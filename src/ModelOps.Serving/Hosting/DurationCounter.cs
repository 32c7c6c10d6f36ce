namespace ModelOps.Serving;

/// <summary>Counts how often and how long. Thread-safe.</summary>
internal sealed class DurationCounter
{
    private long _count;
    private long _ticks;

    public void Add(TimeSpan elapsed)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _ticks, elapsed.Ticks);
    }

    public ModelDuration Read() => new(Interlocked.Read(ref _count), TimeSpan.FromTicks(Interlocked.Read(ref _ticks)));
}
