using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

/// <summary>What the guide says of several replicas.</summary>
public sealed class PerformanceReplicaTests
{
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    [Fact]
    public async Task Labels_SentToAllReplicas_JoinWhereTheIdWasPredicted()
    {
        using WatchedModel one = await StartedAsync();
        using WatchedModel other = await StartedAsync();
        for (int i = 0; i < 100; i++) { (i % 2 == 0 ? one : other).Call($"{i}", 0.9); }
        LabelOutcome[][] outcomes = [.. Enumerable.Range(0, 100).Select(i => (LabelOutcome[])
            [one.Labels.AddLabel(WatchedModel.Model, $"{i}", 1), other.Labels.AddLabel(WatchedModel.Model, $"{i}", 1)])];
        Assert.All(outcomes, static pair => Assert.Equal([LabelOutcome.Joined, LabelOutcome.Unknown], pair.Order()));
        Assert.Equal((50, 50), (one.Told.All.Count, other.Told.All.Count));
        Assert.Equal(50, one.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Join!.EntryCount);
    }

    // Each tells of its own traffic; what they save adds up to what one replica would have counted, bit for bit.
    [Fact]
    public async Task Windows_OfReplicas_AddUpExactly()
    {
        CbpeReference reference = LabelledData.Binary();
        using WatchedModel one = await StartedAsync(reference);
        using WatchedModel other = await StartedAsync(reference);
        double[] scores = LabelledData.Unsure(3, 1000);
        var byHand = new CbpeAccumulator(reference);
        for (int i = 0; i < scores.Length; i++)
        {
            byHand.Add(scores[i], scores[i] >= 0.5);
            (i % 3 == 0 ? one : other).Call(null, scores[i]);
        }

        var sum = new EstimateWindows(PerformanceReference.Of(reference, []), 0.5, TimeSpan.TicksPerHour);
        foreach (WatchedModel replica in (WatchedModel[])[one, other])
        {
            Assert.True(sum.TryLoad(replica.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Save().Windows));
        }

        _time.Advance(TimeSpan.FromHours(1));
        await one.RoundAsync();
        Assert.Equal(334, Assert.Single(one.Seen.All).Estimate!.Count);
        Assert.Equal(LabelledData.Numbers(byHand.Estimate()), LabelledData.Numbers(Assert.Single(sum.Take(_time.GetUtcNow().UtcTicks)).Value.Estimate()));
    }

    private Task<WatchedModel> StartedAsync(CbpeReference? reference = null) => new WatchedModel(
        _time, static model => model.KeepsEarlyLabels = false, options => _ = reference is null ? options : options.UseReference(WatchedModel.Model, reference)).StartAsync();
}
