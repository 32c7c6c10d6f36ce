using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.Limits;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Limits;

public sealed class ConcurrencyGateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Exit_Waiters_MostUrgentThenFirstComes()
    {
        ConcurrencyGate gate = Create();
        List<string> order = [];
        Task[] waiting =
        [
            EnterAsync(gate, 5, "low", order), EnterAsync(gate, 1, "high 1", order), EnterAsync(gate, 1, "high 2", order), EnterAsync(gate, 3, "middle", order),
        ];
        Assert.Equal((4, 2, 4), (gate.Waiters, gate.AheadOf(1), gate.AheadOf(16)));

        foreach (Task _ in waiting)
        {
            int before = order.Count;
            gate.Exit();
            await Eventually.TrueAsync(() => { lock (order) { return order.Count > before; } }, "the next comes in");
        }

        Assert.Equal(["high 1", "high 2", "middle", "low"], order);
        Assert.Equal((1, 0), (gate.Running, gate.Waiters));
    }

    [Fact]
    public async Task EnterAsync_TimeOver_IsRefusedAndForgotten()
    {
        ConcurrencyGate gate = Create();
        ValueTask<bool> waiting = gate.EnterAsync(1, TimeSpan.FromSeconds(1), default);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await waiting);
        Assert.False(await gate.EnterAsync(1, TimeSpan.Zero, default));
        gate.Exit();
        Assert.Equal((0, 0), (gate.Running, gate.Waiters));
    }

    [Fact]
    public async Task EnterAsync_Cancelled_LeavesNoTrace()
    {
        ConcurrencyGate gate = Create();
        using CancellationTokenSource cancel = new();
        ValueTask<bool> waiting = gate.EnterAsync(1, Long, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        gate.Exit();
        Assert.True(gate.TryEnter());
    }

    [Fact]
    public async Task TryShed_LessUrgentWaits_LastOfTheLeastUrgentGoes()
    {
        ConcurrencyGate gate = Create();
        ValueTask<bool> first = gate.EnterAsync(9, Long, default);
        ValueTask<bool> last = gate.EnterAsync(9, Long, default);
        ValueTask<bool> urgent = gate.EnterAsync(2, Long, default);

        Assert.True(gate.TryShed(2));
        Assert.False(await last);
        Assert.True(gate.TryShed(2));
        Assert.False(await first);
        Assert.False(gate.TryShed(2)); // none is less urgent
        gate.Exit();
        Assert.True(await urgent);
    }

    [Fact]
    public async Task SetLimit_Raised_LetsWaitersIn()
    {
        ConcurrencyGate gate = Create();
        ValueTask<bool> one = gate.EnterAsync(1, Long, default);
        ValueTask<bool> two = gate.EnterAsync(1, Long, default);

        gate.SetLimit(3);

        Assert.True(await one && await two);
        gate.SetLimit(1);
        gate.Exit();
        Assert.False(gate.TryEnter());
    }

    [Fact]
    public async Task All_FromManyThreadsWithCancellation_NeverOverTheLimitAndNothingIsLost()
    {
        ConcurrencyGate gate = new(4, TimeProvider.System);
        int inside = 0;
        int most = 0;

        await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(i % 7 == 0 ? 1 : 10_000));
            try
            {
                if (!gate.TryEnter() && !await gate.EnterAsync((i % 5) + 1, i % 11 == 0 ? TimeSpan.FromMilliseconds(1) : Long, cancel.Token)) { return; }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            int now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            gate.Exit();
        });

        Assert.InRange(most, 1, 4);
        Assert.Equal((0, 0), (gate.Running, gate.Waiters));
    }

    private ConcurrencyGate Create()
    {
        ConcurrencyGate gate = new(1, _time);
        Assert.True(gate.TryEnter());
        return gate;
    }

    private static async Task EnterAsync(ConcurrencyGate gate, int priority, string name, List<string> order)
    {
        Assert.True(await gate.EnterAsync(priority, Long, default));
        lock (order) { order.Add(name); }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int before;
        do { before = Volatile.Read(ref target); }
        while (value > before && Interlocked.CompareExchange(ref target, value, before) != before);
    }
}
