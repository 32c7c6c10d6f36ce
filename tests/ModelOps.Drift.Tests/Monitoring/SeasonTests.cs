using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class SeasonTests
{
    private static readonly DatasetProfile Reference = MonitoringData.Reference(2, 2000, 32);

    [Fact]
    public async Task Evaluate_Season_IsTheSameTimeOfPastSeasonsExactly()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await StartAsync(time, count: 2);
        var past = new List<float>();
        await replica.RoundAsync();
        for (int hour = 0; hour < 6; hour++)
        {
            for (int part = 0; part < 6; part++)
            {
                float[] rows = MonitoringData.Rows(new Random((hour * 6) + part), 20, 2);
                if (part == 2 && hour is 3 or 4) { past.AddRange(rows); }
                replica.Call(2, rows);
                time.Advance(TimeSpan.FromMinutes(10));
                await replica.RoundAsync();
            }
        }

        DriftEvaluation evaluation = replica.Evaluations.Single(static e => e.To == MonitoringData.Monday.AddHours(5).AddMinutes(30));
        Assert.Equal(DriftProfileFile.Write(MonitoringData.Profile(Reference, [.. past], 2)), DriftProfileFile.Write(evaluation.Reference));
    }

    [Fact]
    public async Task Evaluate_DailyCourse_AlarmsWithoutAndNotWithASeason()
    {
        (int withSeason, DriftVerdict first) = await DriftedAsync(count: 1);
        (int without, _) = await DriftedAsync(count: 0);
        Assert.Equal(0, withSeason);
        Assert.Equal(DriftVerdict.NotEnoughData, first);
        Assert.InRange(without, 10, 1000);
    }

    [Fact]
    public async Task Evaluate_ChangeBesideTheCourse_AlarmsWithASeason()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await StartAsync(time, count: 1);
        await RunAsync(replica, time, hours: 7, changeFrom: 6);
        FeatureDrift changed = replica.Evaluations[0].Report.Features[1];
        Assert.True(changed.HasDrifted);
        Assert.InRange(changed.Since!.Value, MonitoringData.Monday.AddHours(6).AddMinutes(-10), MonitoringData.Monday.AddHours(6).AddMinutes(40));
        Assert.False(replica.Evaluations[0].Report.Features[0].HasDrifted);
    }

    private static async Task<(int Drifted, DriftVerdict First)> DriftedAsync(int count)
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await StartAsync(time, count);
        await RunAsync(replica, time, hours: 8, changeFrom: int.MaxValue);
        return (replica.Evaluations.Count(static evaluation => evaluation.Report.HasDrifted), replica.Evaluations[^1].Report.Features[0].Verdict);
    }

    // A season of an hour, whose second half lies higher.
    private static async Task RunAsync(MonitoredReplica replica, FakeTimeProvider time, int hours, int changeFrom)
    {
        var random = new Random(4);
        await replica.RoundAsync();
        for (int part = 0; part < hours * 6; part++)
        {
            float[] rows = MonitoringData.Rows(random, 80, 2, part % 6 >= 3 ? 0.4f : 0);
            for (int i = 1; part >= changeFrom * 6L && i < rows.Length; i += 2) { rows[i] -= 0.5f; }
            replica.Call(2, rows);
            time.Advance(TimeSpan.FromMinutes(10));
            await replica.RoundAsync();
        }
    }

    private static Task<MonitoredReplica> StartAsync(FakeTimeProvider time, int count) => new MonitoredReplica(Reference, time, configure: options =>
    {
        options.BucketLength = TimeSpan.FromMinutes(10);
        options.Window.Length = options.Window.Step = TimeSpan.FromMinutes(10);
        options.Season.Period = TimeSpan.FromHours(1);
        options.Season.Count = count;
        options.History = 1000;
    }).StartAsync();
}
