using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class DriftEvaluatorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Evaluate_TumblingWindow_HoldsItsRowsExactly()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        DatasetProfile reference = MonitoringData.Reference(2);
        using MonitoredReplica replica = await new MonitoredReplica(reference, time, configure: static options =>
        {
            options.Window.Kind = DriftWindowKind.Tumbling;
            options.Window.Length = TimeSpan.FromMinutes(5);
        }).StartAsync();
        var random = new Random(7);
        var rows = new List<float>();
        await replica.RoundAsync();
        for (int minute = 0; minute < 6; minute++)
        {
            float[] values = MonitoringData.Rows(random, 50, 2);
            replica.Call(2, values);
            if (minute < 5) { rows.AddRange(values); }
            time.Advance(Minute);
            await replica.RoundAsync();
        }

        DriftEvaluation evaluation = Assert.Single(replica.Evaluations);
        Assert.Equal((MonitoringData.Monday, MonitoringData.Monday.AddMinutes(5)), (evaluation.From, evaluation.To));
        Assert.Equal("2026-03-02T12:00:00Z/2026-03-02T12:05:00Z", evaluation.Window);
        Assert.Equal(DriftProfileFile.Write(MonitoringData.Profile(reference, [.. rows], 2)), DriftProfileFile.Write(evaluation.Current));
        Assert.False(evaluation.Report.HasDrifted);
    }

    [Fact]
    public async Task Evaluate_ShiftedFeature_AlarmsAndSaysSinceWhen()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(2), time, configure: static options => options.Window.Length = TimeSpan.FromMinutes(10)).StartAsync();
        var random = new Random(7);
        await replica.RoundAsync();
        for (int minute = 0; minute < 60; minute++)
        {
            float[] values = MonitoringData.Rows(random, 60, 2);
            for (int i = 1; minute >= 30 && i < values.Length; i += 2) { values[i] += 0.3f; }
            replica.Call(2, values);
            time.Advance(Minute);
            await replica.RoundAsync();
        }

        DriftEvaluation newest = replica.Evaluations[0];
        FeatureDrift drifted = Assert.Single(newest.Report.Features, static feature => feature.HasDrifted);
        Assert.Equal("x[1]", drifted.Feature);
        DriftEvaluation first = replica.Evaluations.Last(static evaluation => evaluation.Report.HasDrifted);
        Assert.Equal(first.From, drifted.Since);
        Assert.InRange(first.To, MonitoringData.Monday.AddMinutes(31), MonitoringData.Monday.AddMinutes(40));
    }

    [Fact]
    public async Task Evaluate_FeedThatDies_AlarmsThoughNoValueComes()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(2), time, configure: static options => options.Window.Length = TimeSpan.FromMinutes(10)).StartAsync();
        var random = new Random(7);
        await replica.RoundAsync();
        for (int minute = 0; minute < 50; minute++)
        {
            float[] values = MonitoringData.Rows(random, 60, 2);
            for (int i = 1; minute >= 30 && i < values.Length; i += 2) { values[i] = float.NaN; }
            replica.Call(2, values);
            time.Advance(Minute);
            await replica.RoundAsync();
        }

        DriftEvaluation first = replica.Evaluations.Last(static evaluation => evaluation.Report.HasDrifted);
        Assert.Equal("x[1]", Assert.Single(first.Report.Features, static feature => feature.HasDrifted).Feature);
        Assert.InRange(first.To, MonitoringData.Monday.AddMinutes(31), MonitoringData.Monday.AddMinutes(35));
        FeatureDrift newest = replica.Evaluations[0].Report.Features[1];
        Assert.Equal((DriftVerdict.Drifted, DriftVerdict.NotEnoughData, 1, first.From), (newest.Verdict, newest.ValueVerdict, newest.Missing!.CurrentShare, newest.Since));
        Assert.Contains("has drifted: missing-share ", Assert.Single(replica.Log.Of("DriftBegan")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Session_IsToldWhenThePauseHasPassed()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options =>
        {
            options.Window.Kind = DriftWindowKind.Session;
            options.Window.Gap = TimeSpan.FromMinutes(3);
        }).StartAsync();
        await replica.RoundAsync();
        foreach (char minute in "xx.x....x...")
        {
            if (minute == 'x') { replica.Call(1, [0.5f, 0.5f]); }
            time.Advance(Minute);
            await replica.RoundAsync();
        }

        Assert.Equal([(0, 4, 6)], replica.Evaluations.Select(static evaluation => (
            (evaluation.From - MonitoringData.Monday).Minutes, (evaluation.To - MonitoringData.Monday).Minutes, (int)evaluation.Current.Features[0].Count)));
    }
}
