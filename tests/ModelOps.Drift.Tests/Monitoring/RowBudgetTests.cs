using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class RowBudgetTests
{
    [Fact]
    public async Task Observer_MoreRowsThanMayBe_PausesUntilTheBudgetIsFilled()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options => options.MaxRowsPerSecond = 10).StartAsync();
        IInferenceObserver observer = replica.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        RowBudget budget = replica.Services.GetRequiredService<RowBudget>();
        Assert.Equal(100, CallWhileEnabled(replica, observer)); // ten seconds' worth
        Assert.Equal(1, budget.Pauses);
        time.Advance(TimeSpan.FromMilliseconds(300));
        budget.Fill();
        Assert.Equal(3, CallWhileEnabled(replica, observer));
        time.Advance(TimeSpan.FromHours(1));
        budget.Fill();
        Assert.Equal(100, CallWhileEnabled(replica, observer));
        Assert.Equal(3, budget.Pauses);
    }

    [Fact]
    public async Task Observer_NoLimit_NeverPauses()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options => options.MaxRowsPerSecond = null).StartAsync();
        IInferenceObserver observer = replica.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        replica.Services.GetRequiredService<RowBudget>().Fill();
        for (int i = 0; i < 1000; i++) { replica.Call(1, new float[1000]); }
        Assert.True(observer.IsEnabled);
    }

    [Fact]
    public async Task Observer_BatchLargerThanTheBudget_IsProfiledAndPaidBack()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        DatasetProfile reference = MonitoringData.Reference(1);
        using MonitoredReplica replica = await new MonitoredReplica(reference, time, store, static options => options.MaxRowsPerSecond = 10).StartAsync();
        IInferenceObserver observer = replica.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        replica.Call(1, new float[150]);
        await replica.FlushAsync();
        Assert.Equal(150, (await MonitoringData.StoredAsync(store, reference)).Features[0].Count);
        time.Advance(TimeSpan.FromSeconds(4));
        replica.Services.GetRequiredService<RowBudget>().Fill();
        Assert.False(observer.IsEnabled);
        time.Advance(TimeSpan.FromSeconds(2));
        replica.Services.GetRequiredService<RowBudget>().Fill();
        Assert.True(observer.IsEnabled);
    }

    private static int CallWhileEnabled(MonitoredReplica replica, IInferenceObserver observer)
    {
        int calls = 0;
        for (; observer.IsEnabled && calls < 10_000; calls++) { replica.Call(1, [0.5f]); }
        return calls;
    }
}
