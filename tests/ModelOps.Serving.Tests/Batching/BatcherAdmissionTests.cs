using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Tests.Batching;

public sealed class BatcherAdmissionTests
{
    private static readonly TimeSpan s_perRow = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_besides = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task RunAsync_WouldBeLate_RefusedAtOnceWithTruthfulRetryAfter()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = 10 }, BatchRig.CostOf(s_perRow, s_besides));
        Task<float> first = await rig.BlockAsync(); // takes 11 ms
        Task<float>[] waiting = [.. Enumerable.Range(0, 10).Select(i => rig.CallAsync(i))]; // 20 ms more

        // Before a new call: 11 ms under way and 20 ms that wait; it takes 11 ms itself, so it is answered in 42 ms.
        ServerOverloadedException e = await Assert.ThrowsAsync<ServerOverloadedException>(() => rig.CallAsync(5, deadline: rig.Time.GetUtcNow().AddMilliseconds(30)));
        Assert.NotNull(e.RetryAfter);
        Assert.InRange(e.RetryAfter.Value.TotalMilliseconds, 10, 14);
        Task<float> admitted = rig.CallAsync(6, deadline: rig.Time.GetUtcNow().AddMilliseconds(45));
        Assert.Equal(11, rig.Batcher.QueuedRows);

        rig.Session.Open();
        await Task.WhenAll([first, admitted, .. waiting]);
        Assert.Equal([1, 10, 1], rig.Session.Runs);
    }

    [Fact]
    public async Task RunAsync_BacklogTooLong_RefusedByTimeNotByCount()
    {
        BatchingSettings settings = new() { Lanes = 1, MaxRows = 10, MaxBacklog = TimeSpan.FromMilliseconds(100) };
        using BatchRig slow = new(settings, BatchRig.CostOf(s_perRow, s_besides));
        using BatchRig fast = new(settings, BatchRig.CostOf(s_perRow / 100, s_besides / 100));
        List<Task<float>> calls = [await slow.BlockAsync(), await fast.BlockAsync()];
        int admitted = 0;
        ServerOverloadedException? refusal = null;
        for (int i = 0; i < 200; i++)
        {
            calls.Add(fast.CallAsync(i));
            Task<float> call = slow.CallAsync(i);
            if (call.IsFaulted) { refusal ??= await Assert.ThrowsAsync<ServerOverloadedException>(() => call); } else { admitted++; calls.Add(call); }
        }

        Assert.InRange(admitted, 40, 50); // 11 ms under way, then 20 ms for each ten
        Assert.Contains("more than 100 ms", refusal!.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.RetryAfter!.Value.TotalMilliseconds, 0.1, 20);
        Assert.Equal(200, fast.Batcher.QueuedRows);
        slow.Session.Open();
        fast.Session.Open();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task RunAsync_OtherTenantFloods_OwnShareIsAdmitted()
    {
        BatchingSettings settings = new() { Lanes = 1, MaxRows = 10, MaxBacklog = TimeSpan.FromMilliseconds(100) };
        using BatchRig rig = new(settings, BatchRig.CostOf(s_perRow, s_besides));
        List<Task<float>> calls = [await rig.BlockAsync()];
        Task<float> refused;
        do
        {
            refused = rig.CallAsync(1, tenant: "flood");
            if (!refused.IsFaulted) { calls.Add(refused); }
        }
        while (!refused.IsFaulted);
        await Assert.ThrowsAsync<ServerOverloadedException>(() => refused);

        calls.Add(rig.CallAsync(2, tenant: "quiet"));
        rig.Session.Open();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task RunAsync_LatencyTarget_WaitsOnlyWhileItPays()
    {
        TimeSpan target = TimeSpan.FromMilliseconds(100);
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, LatencyTarget = target }, BatchRig.CostOf(s_perRow, s_besides));
        Assert.Equal(3, await rig.CallAsync(1)); // nothing is known of the next: at once

        List<Task<float>> calls = [];
        for (int i = 0; i < 5; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(1)); // far less than the 10 ms that a run costs
            calls.Add(rig.CallAsync(i));
        }

        Assert.All(calls, static c => Assert.False(c.IsCompleted));
        rig.Time.Advance(TimeSpan.FromMilliseconds(3)); // none came for two gaps
        await Task.WhenAll(calls);
        Assert.Equal([1, 5], rig.Session.Runs);

        // Sparse calls are not held: the next is further off than what a shared run saves.
        for (int i = 0; i < 40; i++)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            calls.Add(rig.CallAsync(i));
        }

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(calls);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(7, await rig.CallAsync(3));
    }

    [Fact]
    public async Task RunAsync_LatencyTargetAndTightDeadline_HeadIsNotHeldPastIt()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, LatencyTarget = TimeSpan.FromSeconds(1) }, BatchRig.CostOf(s_perRow, TimeSpan.FromMilliseconds(50)));
        await rig.CallAsync(1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(20));
        Task<float> tight = rig.CallAsync(2, deadline: rig.Time.GetUtcNow().AddMilliseconds(65)); // 13 ms of slack, and the next is expected within 40
        Assert.False(tight.IsCompleted);
        rig.Time.Advance(TimeSpan.FromMilliseconds(13));
        Assert.Equal(5, await tight);
    }
}
