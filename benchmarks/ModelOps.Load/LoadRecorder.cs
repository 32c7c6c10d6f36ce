namespace ModelOps.Load;

/// <summary>Keeps how the calls of a step ended and how long they took, in memory that does not grow with them. Thread-safe.</summary>
/// <param name="deadline">An answer that takes longer is of no use to its caller; null when it always is.</param>
internal sealed class LoadRecorder(TimeSpan? deadline)
{
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _answered = new();
    private readonly LatencyHistogram _rejected = new();
    private long _good;
    private long _failed;

    /// <summary>Records a call.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="latency">From when it was due, sent then or later, to its end.</param>
    public void Add(LoadOutcome outcome, TimeSpan latency)
    {
        long microseconds = Math.Max(0, (long)latency.TotalMicroseconds);
        lock (_lock)
        {
            switch (outcome)
            {
                case LoadOutcome.Succeeded:
                    _answered.Add(microseconds);
                    if (deadline is null || latency <= deadline) { _good++; }
                    break;
                case LoadOutcome.Rejected:
                    _rejected.Add(microseconds);
                    break;
                default:
                    _failed++;
                    break;
            }
        }
    }

    /// <summary>What was seen so far.</summary>
    /// <param name="elapsed">Time over which the calls were begun and answered.</param>
    public LoadStepResult Read(LoadStep step, TimeSpan elapsed, long late)
    {
        lock (_lock)
        {
            long answered = _answered.Count;
            return new LoadStepResult
            {
                Mode = step is OpenLoopStep ? "open" : "closed",
                OfferedRate = (step as OpenLoopStep)?.Rate,
                Callers = (step as ClosedLoopStep)?.Callers,
                Seconds = elapsed.TotalSeconds,
                Answered = answered,
                Rejected = _rejected.Count,
                Failed = _failed,
                Late = late,
                Throughput = answered / elapsed.TotalSeconds,
                Goodput = _good / elapsed.TotalSeconds,
                Latency = LatencySummary.Of(_answered),
                RejectionLatency = LatencySummary.Of(_rejected),
            };
        }
    }
}
