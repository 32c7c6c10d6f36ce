using System.Diagnostics;

namespace ModelOps.Load;

/// <summary>Puts a target under a step of load.</summary>
/// <remarks>In an open loop a call's latency counts from the moment it was due, sent then or later, so a target that stands still is not excused from the
/// calls that would have come meanwhile (no coordinated omission). In a closed loop it counts from the sending: such callers would not have called.</remarks>
internal sealed class LoadRunner(ILoadTarget target, TimeSpan? deadline, int seed)
{
    /// <summary>Most calls under way in an open loop; more count as failed, so that a target that answers nothing cannot fill this machine's memory.</summary>
    private const int MaxUnderWay = 50_000;

    private static readonly TimeSpan Punctual = TimeSpan.FromMilliseconds(1);

    public Task<LoadStepResult> RunAsync(LoadStep step, CancellationToken cancellationToken) => step switch
    {
        OpenLoopStep open => RunOpenAsync(open, cancellationToken),
        ClosedLoopStep closed => RunClosedAsync(closed, cancellationToken),
        _ => throw new NotSupportedException($"There is no way to run a {step.GetType().Name}."),
    };

    private async Task<LoadStepResult> RunClosedAsync(ClosedLoopStep step, CancellationToken cancellationToken)
    {
        LoadRecorder recorder = new(deadline);
        long start = Stopwatch.GetTimestamp();
        Task[] callers = [.. Enumerable.Range(0, step.Callers).Select(_ => Task.Run(CallAsync, cancellationToken))];
        await Task.WhenAll(callers);
        return recorder.Read(step, Stopwatch.GetElapsedTime(start), late: 0);

        async Task CallAsync()
        {
            do // once at least, however late it starts
            {
                long sent = Stopwatch.GetTimestamp();
                LoadOutcome outcome = await target.CallAsync(TimeSpan.Zero, cancellationToken);
                recorder.Add(outcome, Stopwatch.GetElapsedTime(sent));
            }
            while (Stopwatch.GetElapsedTime(start) < step.Duration && !cancellationToken.IsCancellationRequested);
        }
    }

    private Task<LoadStepResult> RunOpenAsync(OpenLoopStep step, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => RunOpen(step, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    // On a thread of its own that sleeps and then spins to each arrival: a timer's millisecond is longer than many calls.
    private async Task<LoadStepResult> RunOpen(OpenLoopStep step, CancellationToken cancellationToken)
    {
        LoadRecorder recorder = new(deadline);
        CallsUnderWay underWay = new();
        PoissonArrivals arrivals = new(step.Rate, seed);
        long late = 0;
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan due = arrivals.Next(); due < step.Duration && !cancellationToken.IsCancellationRequested; due = arrivals.Next())
        {
            WaitUntil(start, due);
            if (Stopwatch.GetElapsedTime(start) - due > Punctual) { late++; }
            if (underWay.Count >= MaxUnderWay)
            {
                recorder.Add(LoadOutcome.Failed, TimeSpan.Zero);
                continue;
            }

            underWay.Begin();
            TimeSpan arrival = due;
            ThreadPool.UnsafeQueueUserWorkItem(_ => _ = CallAsync(arrival), null);
        }

        await underWay.WhenNoneAsync();
        return recorder.Read(step, Stopwatch.GetElapsedTime(start), late);

        async Task CallAsync(TimeSpan due)
        {
            try
            {
                LoadOutcome outcome = await target.CallAsync(Stopwatch.GetElapsedTime(start) - due, cancellationToken);
                recorder.Add(outcome, Stopwatch.GetElapsedTime(start) - due);
            }
            finally
            {
                underWay.End();
            }
        }
    }

    private static void WaitUntil(long start, TimeSpan due)
    {
        while (true)
        {
            TimeSpan left = due - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) { return; }
            if (left > TimeSpan.FromMilliseconds(2)) { Thread.CurrentThread.Join(left - TimeSpan.FromMilliseconds(1.5)); }
            else { Thread.Yield(); }
        }
    }
}
