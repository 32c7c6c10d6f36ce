using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class DriftObserverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public async Task OnAnswered_SteadyState_AllocatesNothing(int rows)
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(30), time).StartAsync();
        float[] values = MonitoringData.Rows(new Random(1), rows, 30);
        replica.Call(30, values);
        await replica.RoundAsync();
        Assert.Equal(0, Allocations.Fewest(() => replica.Call(30, values)));
    }

    [Fact]
    public async Task OnAnswered_ManyThreads_CountEveryRowOnce()
    {
        const int Threads = 8;
        FakeTimeProvider time = MonitoringData.Clock();
        DatasetProfile reference = MonitoringData.Reference(3);
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await new MonitoredReplica(reference, time, store).StartAsync();
        float[][] rows = [.. Enumerable.Range(0, Threads).Select(thread => MonitoringData.Rows(new Random(thread), 3000, 3))];
        IInferenceObserver observer = replica.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        Task[] callers = [.. rows.Select(values => Task.Run(() => Call(observer, values)))];
        while (!Array.TrueForAll(callers, static caller => caller.IsCompleted))
        {
            time.Advance(TimeSpan.FromSeconds(20)); // cuts windows while calls run
            await replica.RoundAsync();
            await Task.Yield();
        }

        await Task.WhenAll(callers);
        await replica.FlushAsync();
        Assert.Equal(
            DriftProfileFile.Write(MonitoringData.Profile(reference, [.. rows.SelectMany(static values => values)], 3)),
            DriftProfileFile.Write(await MonitoringData.StoredAsync(store, reference)));
    }

    private static void Call(IInferenceObserver observer, float[] values)
    {
        using var request = new InferenceRequest(ModelReference.ToModel(MonitoredReplica.Model));
        using var response = new InferenceResponse { ModelName = MonitoredReplica.Model, ModelVersion = MonitoredReplica.Version };
        for (int at = 0; at < values.Length; at += 9)
        {
            request.Inputs.Clear();
            values.AsSpan(at, 9).CopyTo(request.Inputs.Add("x", TensorDataType.Float32, [3, 3]).AsSpan<float>());
            observer.OnAnswered(request, response, TimeSpan.Zero);
        }
    }
}
