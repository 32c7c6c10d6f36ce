namespace ModelOps.Serving;

/// <summary>Ends runs whose deadline passes while they run. One timer serves all; it is set only when a deadline before its own comes up.</summary>
internal sealed class RunDeadlines : IDisposable
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private readonly Lock _lock = new(); // guards what follows
    private readonly List<WatchedRun> _running = [];
    private readonly Stack<WatchedRun> _spare = new();
    private DateTimeOffset _timerAt = DateTimeOffset.MaxValue;

    public RunDeadlines(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _timer = timeProvider.CreateTimer(static state => ((RunDeadlines)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to watch a run, which is to use the token of what this returns.</summary>
    public WatchedRun Begin(DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        WatchedRun run;
        lock (_lock)
        {
            run = _spare.TryPop(out WatchedRun? spare) ? spare : new WatchedRun();
            run.Deadline = deadline;
            _running.Add(run);
            Arm(deadline);
        }

        run.Follow(cancellationToken);
        return run;
    }

    public void End(WatchedRun run)
    {
        run.Unfollow();
        lock (_lock)
        {
            _running.Remove(run);
            if (!run.IsCancelled)
            {
                _spare.Push(run);
                return;
            }
        }

        run.Dispose();
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            while (_spare.TryPop(out WatchedRun? run)) { run.Dispose(); }
        }
    }

    private void Arm(DateTimeOffset at)
    {
        if (at >= _timerAt) { return; }
        _timerAt = at;
        TimeSpan wait = at - _timeProvider.GetUtcNow();
        _timer.Change(wait < s_shortest ? s_shortest : wait > s_longest ? s_longest : wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _timerAt = DateTimeOffset.MaxValue;
            DateTimeOffset now = _timeProvider.GetUtcNow();
            foreach (WatchedRun run in _running)
            {
                if (run.Deadline <= now) { run.Expire(); } else { Arm(run.Deadline); }
            }
        }
    }
}
