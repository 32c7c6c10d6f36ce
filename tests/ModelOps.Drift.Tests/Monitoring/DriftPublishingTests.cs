using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class DriftPublishingTests
{
    [Fact]
    public async Task Publish_ObserverThatThrows_DoesNotKeepOthersFromBeingTold()
    {
        var seen = new SeeingObserver();
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(2), time, services: services =>
            services.AddSingleton<IDriftEvaluationObserver, ThrowingObserver>().AddSingleton<IDriftEvaluationObserver>(seen)).StartAsync();
        await MinutesAsync(replica, time, 3, 0);
        Assert.Equal(2, seen.Evaluations.Count);
        Assert.Equal(replica.Evaluations.Reverse(), seen.Evaluations);
        Assert.Equal(2, replica.Log.Of("EvaluationObserverFailed").Count);
    }

    [Fact]
    public async Task Publish_DriftThatComesAndGoes_IsLoggedOnceEach()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options =>
            options.Window.Length = TimeSpan.FromMinutes(5)).StartAsync();
        await MinutesAsync(replica, time, 10, 0);
        await MinutesAsync(replica, time, 10, 0.5f);
        await MinutesAsync(replica, time, 10, 0);
        Assert.Contains("Feature 'x[0]' of 'demand' 1.0.0 has drifted: ks", Assert.Single(replica.Log.Of("DriftBegan")), StringComparison.Ordinal);
        Assert.Single(replica.Log.Of("DriftEnded"));
        Assert.Null(replica.Evaluations[0].Report.Features[0].Since);
    }

    [Fact]
    public async Task Evaluate_EachWindowRule_JudgesAWindowByItself()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options =>
        {
            options.AlarmRule = DriftAlarmRule.EachWindow;
            options.Window.Length = TimeSpan.FromMinutes(1);
        }).StartAsync();
        await MinutesAsync(replica, time, 4, 0.5f);
        Assert.Equal(3, replica.Evaluations.Count);
        Assert.All(replica.Evaluations, static evaluation => Assert.Equal(MonitoringData.Monday, evaluation.Report.Features[0].Since));
    }

    [Fact]
    public async Task History_KeepsTheNewest()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options => options.History = 3).StartAsync();
        await MinutesAsync(replica, time, 8, 0);
        Assert.Equal([7, 6, 5], replica.Evaluations.Select(static evaluation => (int)(evaluation.To - MonitoringData.Monday).TotalMinutes));
        Assert.Equal([KeyValuePair.Create("demand", "1.0.0")], replica.Services.GetRequiredService<IDriftHistory>().Versions);
        Assert.Empty(replica.Services.GetRequiredService<IDriftHistory>().Read("demand", "2.0.0"));
    }

    [Fact]
    public void History_OfAWideModel_KeepsFewer()
    {
        var history = new DriftHistory(Microsoft.Extensions.Options.Options.Create(new DriftMonitoringOptions()));
        var profile = new DatasetProfile(Enumerable.Repeat(MonitoringData.Reference(1, 3, 3).Features[0], 4000));
        for (int i = 0; i < 5; i++)
        {
            history.Add(new DriftEvaluation
            {
                Model = "wide",
                Version = "1",
                From = MonitoringData.Monday,
                To = MonitoringData.Monday.AddMinutes(i),
                Reference = profile,
                Current = profile,
                Report = new DriftReport { Features = [], Alpha = 0.01, Correction = MultipleTestingCorrection.None },
            });
        }

        Assert.Equal([4, 3], history.Read("wide", "1").Select(static evaluation => (evaluation.To - MonitoringData.Monday).Minutes));
    }

    [Fact]
    public async Task Evaluate_NoTraffic_TellsNothing()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, configure: static options => options.Window.Length = TimeSpan.FromMinutes(2)).StartAsync();
        await MinutesAsync(replica, time, 2, 0);
        for (int i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await replica.RoundAsync();
        }

        Assert.Equal(MonitoringData.Monday.AddMinutes(3), replica.Evaluations[0].To);
    }

    [Fact]
    public async Task Evaluate_OddColumns_AreJudgedWithoutError()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x[0]", new double[] { 4, 4, 4 }).AddNumeric("x[1]", Array.Empty<double>())
            .AddNumeric("x[2]", PortableData.Uniform(1, 500)).Build();
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(reference, time).StartAsync();
        await replica.RoundAsync();
        for (int i = 0; i < 100; i++) { replica.Call(3, [4, 1, i % 2 == 0 ? float.NaN : float.PositiveInfinity, 4, float.MaxValue, -0f]); }
        time.Advance(TimeSpan.FromMinutes(2));
        await replica.RoundAsync();
        DriftEvaluation evaluation = replica.Evaluations[0];
        Assert.Equal((200, 50, 50), (evaluation.Current.Find("x[0]")!.Count, evaluation.Current.Find("x[2]")!.MissingCount, evaluation.Current.Find("x[2]")!.NonFiniteCount));
        Assert.Empty(replica.Log.Of("EvaluationFailed"));
    }

    [Fact]
    public async Task Evaluate_AThousandFeatures_FindsTheOneThatMoved()
    {
        const int Features = 1000;
        FakeTimeProvider time = MonitoringData.Clock();
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(Features, 200, 16), time).StartAsync();
        await replica.RoundAsync();
        var random = new Random(8);
        for (int minute = 0; minute < 3; minute++)
        {
            float[] rows = MonitoringData.Rows(random, 100, Features);
            for (int i = 500; i < rows.Length; i += Features) { rows[i] += 0.6f; }
            replica.Call(Features, rows);
            time.Advance(TimeSpan.FromMinutes(1));
            await replica.RoundAsync();
        }

        Assert.Equal(["x[500]"], replica.Evaluations[0].Report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Feature));
    }

    private static async Task MinutesAsync(MonitoredReplica replica, FakeTimeProvider time, int minutes, float shift)
    {
        var random = new Random(minutes);
        await replica.RoundAsync();
        for (int i = 0; i < minutes; i++)
        {
            int columns = replica.Traffic!.Reference.Features.Count;
            replica.Call(columns, MonitoringData.Rows(random, 60, columns, shift));
            time.Advance(TimeSpan.FromMinutes(1));
            await replica.RoundAsync();
        }
    }

    private sealed class ThrowingObserver : IDriftEvaluationObserver
    {
        public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default) => throw new InvalidOperationException("no");
    }

    private sealed class SeeingObserver : IDriftEvaluationObserver
    {
        internal List<DriftEvaluation> Evaluations { get; } = [];

        public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
        {
            Evaluations.Add(evaluation);
            return ValueTask.CompletedTask;
        }
    }
}
