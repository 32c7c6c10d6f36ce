namespace ModelOps.Serving.Limits;

/// <summary>Lets as many calls of a model run at once as it takes, and refuses those that would wait too long. Thread-safe.</summary>
internal sealed class OverloadGuard(string model, OverloadOptions options, LimitMetrics metrics, TimeProvider timeProvider)
{
    private static readonly TimeSpan LeastRetryAfter = TimeSpan.FromMilliseconds(1);
    private readonly AdaptiveConcurrency _adaptive = new(options.StartConcurrency, options.MinConcurrency, options.MaxConcurrency, options.Tolerance);
    private readonly ConcurrencyGate _gate = new(Math.Clamp(options.StartConcurrency, options.MinConcurrency, options.MaxConcurrency), timeProvider);

    public int Waiters => _gate.Waiters;

    public bool TryEnter() => _gate.TryEnter();

    /// <summary>Waits for a turn, if it will come in time.</summary>
    /// <exception cref="ServerOverloadedException">It will not, or did not.</exception>
    public async ValueTask EnterAsync(int priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        int level = priority > 0 ? priority : options.DefaultPriority;
        TimeSpan maxWait = TimeSpan.FromTicks(Math.Min(options.MaxWait.Ticks, patience.Ticks));
        if (WaitFor(_gate.AheadOf(level)) > maxWait) { throw Overloaded(); }

        // Whoever comes in makes those behind wait longer: some of them now wait too long, and are told so at once.
        while (WaitFor(_gate.Waiters) > options.MaxWait && _gate.TryShed(level)) { }
        long start = timeProvider.GetTimestamp();
        if (!await _gate.EnterAsync(level, maxWait, cancellationToken).ConfigureAwait(false)) { throw Overloaded(); }
        metrics.Waited(model, timeProvider.GetElapsedTime(start));
    }

    public void Exit(TimeSpan elapsed, Exception? error)
    {
        // Other failures say nothing about how busy the host is.
        bool isChanged = error is null ? _adaptive.Answered(elapsed.TotalSeconds, _gate.Running)
            : error is DeadlineExceededException or ServerOverloadedException && _adaptive.Failed();
        if (isChanged)
        {
            _gate.SetLimit(_adaptive.Limit);
            metrics.Adapted(model, _adaptive.Limit);
        }

        _gate.Exit();
    }

    // Little's law: so many before it, of which a limit's worth ends in each latency.
    private TimeSpan WaitFor(int ahead) => TimeSpan.FromSeconds(Math.Min(_adaptive.Latency * (ahead + 1) / _gate.Limit, TimeSpan.SecondsPerDay));

    private ServerOverloadedException Overloaded()
    {
        int waiters = _gate.Waiters;
        TimeSpan wait = WaitFor(waiters);
        metrics.Refused(model, "overload");
        return new ServerOverloadedException(model, $"{_gate.Running} calls run and {waiters} wait, about {wait.TotalMilliseconds:F0} ms", wait > LeastRetryAfter ? wait : LeastRetryAfter);
    }
}
