using Microsoft.Extensions.Logging.Testing;
using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Tests.Batching;

public sealed class BatcherFaultTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(3, 12)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)]
    public async Task RunAsync_GuiltyCalls_OnlyTheyFail(params int[] guilty)
    {
        FakeLogger logger = new();
        using BatchRig rig = new(logger: logger);
        Task<float> first = await rig.BlockAsync();
        Task<float>[] calls = [.. Enumerable.Range(0, 16).Select(i => rig.CallAsync(guilty.Contains(i) ? BatchSession.Poison : 10 + i))];
        rig.Session.Open();
        await first;

        for (int i = 0; i < calls.Length; i++)
        {
            if (guilty.Contains(i)) { await Assert.ThrowsAsync<ModelExecutionException>(() => calls[i]); } else { Assert.Equal(21 + (2 * i), await calls[i]); }
        }

        if (guilty.Length == 1) { Assert.True(rig.Session.Runs.Count <= 2 + (2 * 4)); } // halving: twice the logarithm
        Assert.Equal(guilty.Length, rig.Generation.Statistics.Read("m", "1.0.0").Failure.Count);
        Assert.Contains(logger.Collector.GetSnapshot(), static r => r.Id.Id == 2011);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_PartOfALargeCallFails_CallFailsOnceAndRestIsDropped()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = 2 });
        InferenceRequest large = BatchRig.Request(BatchSession.Poison, rows: 9);
        await Assert.ThrowsAsync<ModelExecutionException>(() => rig.CallAsync(large));
        await rig.SettledAsync();
        Assert.Equal([2], rig.Session.Runs);
    }

    [Fact]
    public async Task RunAsync_Unloading_WaitingCallsEndWithoutFurtherTries()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float>[] calls = [.. Enumerable.Range(0, 8).Select(i => rig.CallAsync(i))];
        rig.Session.Terminate();
        rig.Session.Open();

        foreach (Task<float> call in calls) { await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call); }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal([1, 8], rig.Session.Runs);
        await rig.SettledAsync();
    }
}
