using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class EventTimeTests
{
    private static readonly DatasetProfile Reference = MonitoringData.Reference(1, 200, 16);

    [Fact]
    public async Task Add_RowsWithATimeOfTheirOwn_FallIntoTheirBuckets()
    {
        FakeTimeProvider time = MonitoringData.Clock(MonitoringData.Monday.AddSeconds(30));
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await StartAsync(time, store);
        using InferenceRequest request = Request(0, -65, -600, 90, 400);
        replica.Call(request);
        await replica.FlushAsync();
        Assert.Equal([("11:59", 1), ("12:00", 1), ("12:02", 1)], await CountsAsync(store)); // 11:50 is too late, 12:07 is no time yet
        Assert.Equal((1, 1, 3), (replica.Traffic!.RowsThat(RowFate.Late), replica.Traffic.RowsThat(RowFate.Ahead), replica.Traffic.RowsThat(RowFate.Profiled)));
        await replica.RoundAsync();
        Assert.Contains("1 rows of 'demand' 1.0.0 came later", Assert.Single(replica.Log.Of("RowsNotInTime")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02T11:58:10Z")]
    [InlineData("2026-03-02T12:58:10+01:00")]
    public async Task Add_TimeAsParameter_IsThatOfAllRows(string text)
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await StartAsync(time, store);
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.Create<float>("x[0]", [2], [0.1f, 0.2f]));
        request.Parameters.Set("at", text);
        replica.Call(request);
        request.Parameters.Set("at", MonitoringData.Monday.AddSeconds(-50).ToUnixTimeMilliseconds());
        replica.Call(request);
        request.Parameters.Set("at", "no time at all");
        replica.Call(request);
        await replica.FlushAsync();
        Assert.Equal([("11:58", 2), ("11:59", 2), ("12:00", 2)], await CountsAsync(store));
    }

    [Fact]
    public async Task Evaluate_LateRows_AreAwaited()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await StartAsync(time, new MemoryDriftBuckets());
        await replica.RoundAsync();
        using InferenceRequest request = Request(0, 0);
        replica.Call(request);
        time.Advance(TimeSpan.FromMinutes(4));
        using InferenceRequest late = Request(-60);
        replica.Call(late);
        await replica.RoundAsync();
        Assert.DoesNotContain(replica.Evaluations, static evaluation => evaluation.To > MonitoringData.Monday);
        time.Advance(TimeSpan.FromMinutes(3));
        await replica.RoundAsync();
        Assert.Equal(3, replica.Evaluations[0].Current.Features[0].Count);
    }

    [Fact]
    public async Task Flush_RowsForABucketLongClosed_AddToWhatWasStored()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await new MonitoredReplica(Reference, time, store).StartAsync();
        replica.Call(1, [0.1f, 0.2f]);
        await replica.FlushAsync();
        time.Advance(TimeSpan.FromHours(2));
        replica.Call(1, [0.3f]);
        await replica.FlushAsync();
        time.AdjustTime(MonitoringData.Monday.AddSeconds(20)); // the clock goes back
        replica.Call(1, [0.4f, 0.5f, 0.6f]);
        await replica.FlushAsync();
        Assert.Equal([("12:00", 5), ("14:00", 1)], await CountsAsync(store));
    }

    [Fact]
    public async Task Evaluate_ClockThatLeaps_GoesOnBothWays()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(Reference, time).StartAsync();
        await replica.RoundAsync();
        await MinutesAsync(replica, time, 3);
        time.Advance(TimeSpan.FromDays(400)); // wrong, as it turns out
        await MinutesAsync(replica, time, 2);
        Assert.Equal(MonitoringData.Monday.AddDays(400).Date, replica.Evaluations[0].To.Date);
        time.AdjustTime(MonitoringData.Monday.AddMinutes(10));
        await replica.RoundAsync();
        await MinutesAsync(replica, time, 3);
        Assert.Single(replica.Log.Of("ClockWentBack"));
        Assert.Equal(MonitoringData.Monday.AddMinutes(12), replica.Evaluations[0].To);
        Assert.Empty(replica.Log.Of("MonitoringRoundFailed"));
        Assert.Empty(replica.Log.Of("EvaluationFailed"));
    }

    private static async Task MinutesAsync(MonitoredReplica replica, FakeTimeProvider time, int minutes)
    {
        for (int i = 0; i < minutes; i++)
        {
            replica.Call(1, [0.5f]);
            time.Advance(TimeSpan.FromMinutes(1));
            await replica.RoundAsync();
        }
    }

    private static Task<MonitoredReplica> StartAsync(FakeTimeProvider time, IDriftBucketStore store) => new MonitoredReplica(
        Reference, time, store, static options => options.Models["demand"] = new MonitoredModelOptions { EventTimeInput = "when", EventTimeParameter = "at" }).StartAsync();

    private static InferenceRequest Request(params int[] seconds)
    {
        var request = new InferenceRequest(ModelReference.ToModel(MonitoredReplica.Model));
        if (seconds.Length == 0) { return request; }
        request.Inputs.Add(InferenceTensor.Create<long>("when", [seconds.Length, 1], [.. seconds.Select(second => MonitoringData.Monday.AddSeconds(30 + second).ToUnixTimeMilliseconds())]));
        request.Inputs.Add(InferenceTensor.Create<float>("x[0]", [seconds.Length, 1], new float[seconds.Length]));
        return request;
    }

    private static async Task<(string Minute, int Rows)[]> CountsAsync(IDriftBucketStore store)
    {
        IReadOnlyList<DriftBucket> buckets = await store.ReadAsync(
            new DriftBucketQuery(MonitoredReplica.Model, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), TestContext.Current.CancellationToken);
        return [.. buckets.GroupBy(static bucket => bucket.Start).Select(static same => ($"{same.Key:HH:mm}", same.Sum(static bucket => Rows(bucket))))];
    }

    private static int Rows(DriftBucket bucket)
    {
        var sum = new BucketSum(new BucketBins(Reference));
        sum.Add(bucket.Profile.Span);
        return (int)sum.Rows;
    }
}
