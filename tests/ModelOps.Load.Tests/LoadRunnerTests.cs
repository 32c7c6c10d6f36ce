namespace ModelOps.Load.Tests;

public sealed class LoadRunnerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task RunAsync_OpenLoopWhileTargetStalls_CountsTheCallsThatWereDueMeanwhile()
    {
        FakeTarget target = new(stallsAt: Second * 0.5, stallsFor: Second * 0.6);
        TimeSpan deadline = TimeSpan.FromMilliseconds(100);
        LoadRunner runner = new(target, deadline, seed: 1);

        LoadStepResult result = await runner.RunAsync(new OpenLoopStep(200, Second * 2), TestContext.Current.CancellationToken);

        // About 120 of 400 calls were due while it stood still: their waits are spread from 0 to 600 ms. A busy machine adds to them, as the target sees too.
        PoissonArrivals arrivals = new(200, seed: 1);
        int due = 0;
        while (arrivals.Next() < Second * 2) { due++; }
        Assert.InRange(due, 300, 500);
        Assert.Equal((due, due), (target.Calls, result.Answered));
        Assert.InRange(result.Latency!.P90, 200_000, 60_000_000);
        double inTime = target.Lateness.Count(late => late <= deadline) / (double)due;
        Assert.InRange(result.Goodput / result.Throughput, 0.8 * inTime, Math.Min(inTime, 0.85) + 1e-9);
    }

    [Fact]
    public async Task RunAsync_ClosedLoop_NeverMoreCallersThanAsked()
    {
        int underWay = 0;
        int most = 0;
        FakeTarget target = new(TimeSpan.Zero, TimeSpan.Zero, call =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            Interlocked.Decrement(ref underWay);
            return call % 10 == 0 ? LoadOutcome.Rejected : LoadOutcome.Succeeded;
        });

        LoadStepResult result = await new LoadRunner(target, null, 1).RunAsync(new ClosedLoopStep(3, Second * 0.2), TestContext.Current.CancellationToken);

        Assert.InRange(most, 1, 3);
        Assert.Equal(target.Calls, result.Answered + result.Rejected);
        Assert.Equal(target.Calls / 10, result.Rejected);
        Assert.Equal(3, result.Callers);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsWithWhatWasSeen()
    {
        using CancellationTokenSource stop = new();
        FakeTarget target = new(TimeSpan.Zero, TimeSpan.Zero, call =>
        {
            if (call == 5) { stop.Cancel(); }
            return LoadOutcome.Succeeded;
        });

        LoadStepResult result = await new LoadRunner(target, null, 1).RunAsync(new OpenLoopStep(1000, TimeSpan.FromHours(1)), stop.Token);

        Assert.InRange(result.Answered, 5, 1000);
    }
}
