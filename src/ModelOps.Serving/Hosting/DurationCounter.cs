namespace ModelOps.Serving;

/// <summary>Counts how often and how long. Thread-safe.</summary>
internal sealed class DurationCounter
{
    private long _count;
    private long _ticks;

    public void Add(TimeSpan elapsed) => Add(1, elapsed);

    /// <summary>Adds several at once.</summary>
    public void Add(int count, TimeSpan total)
    {
        Interlocked.Add(ref _count, count);
        Interlocked.Add(ref _ticks, total.Ticks);
    }

    public ModelDuration Read() => new(Interlocked.Read(ref _count), TimeSpan.FromTicks(Interlocked.Read(ref _ticks)));
}
