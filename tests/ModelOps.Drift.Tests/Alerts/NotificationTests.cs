using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class NotificationTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Features_OfOneVersion_AreToldTogetherAndRanked()
    {
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions(), AlertHost.Clock(), [sink]);

        await host.SeeAsync(Windows.Of(0, ("age", 0.2), ("income", 0.4), ("zip", 0.01)));
        Assert.Empty(sink.Taken); // more may come
        await host.PassAsync(Minute);

        DriftNotification told = Assert.Single(sink.Taken);
        Assert.Equal(["income", "age"], told.Firing.Select(static alert => alert.Feature));
        Assert.Equal(("credit", "3", null, false), (told.Model, told.Version, told.Feature, told.IsResolved));
        Assert.Equal(Windows.Start.AddHours(1).AddSeconds(30), told.At);
    }

    [Theory]
    [InlineData(DriftAlertGrouping.Version, "a,b|;c|")]
    [InlineData(DriftAlertGrouping.Model, "a,b,c|")]
    [InlineData(DriftAlertGrouping.Feature, "a|;b|;c|")]
    public async Task Grouping_DecidesWhatIsToldTogether(DriftAlertGrouping grouping, string expected)
    {
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions { Grouping = grouping }, AlertHost.Clock(), [sink]);

        await host.SeeAsync(Windows.Of("credit", "3", 0, ("a", 0.3), ("b", 0.2)));
        await host.SeeAsync(Windows.Of("credit", "4", 0, ("c", 0.15)));
        await host.PassAsync(Minute);

        Assert.Equal(expected, string.Join(';', sink.Told.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task News_WaitsForTheInterval_AndRepeatsComeLater()
    {
        var sink = new RecordingSink();
        var options = new DriftAlertOptions { GroupInterval = 10 * Minute, RepeatInterval = TimeSpan.FromHours(3) };
        using var host = new AlertHost(options, AlertHost.Clock(), [sink]);
        await host.SeeAsync(Windows.Of(0, ("a", 0.3), ("b", 0.01)));
        await host.PassAsync(Minute);

        await host.Center.OnEvaluatedAsync(Windows.Of(1, ("a", 0.3), ("b", 0.2)) with { To = Windows.Start.AddMinutes(61) });
        await host.PassAsync(8 * Minute);
        Assert.Equal(["a|"], sink.Told);
        await host.PassAsync(2 * Minute);
        Assert.Equal(["a|", "a,b|"], sink.Told);
        await host.PassAsync(TimeSpan.FromHours(2.9));
        Assert.Equal(2, sink.Taken.Count);
        await host.PassAsync(10 * Minute);

        Assert.Equal(["a|", "a,b|", "a,b|"], sink.Told);
        Assert.Equal(3, sink.Taken.Select(static n => n.Id).Distinct(StringComparer.Ordinal).Count()); // a repeat is no copy
    }

    [Fact]
    public async Task Resolved_IsToldOnce_ToThoseWhoHeardOfIt()
    {
        var sink = new RecordingSink();
        var deaf = new RecordingSink("deaf") { Filter = static _ => false };
        using var host = new AlertHost(new DriftAlertOptions { ResolveWindows = 1 }, AlertHost.Clock(), [sink, deaf]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3), ("b", 0.2)));
        await host.SeeAsync(Windows.Of(1, ("a", 0.3), ("b", 0.01)));
        await host.SeeAsync(Windows.Of(2, ("a", 0.01), ("b", 0.01)));
        await host.PassAsync(TimeSpan.FromDays(2));

        Assert.Equal(["a,b|", "a|b", "|a"], sink.Told);
        Assert.Empty(deaf.Taken);
    }

    [Fact]
    public async Task ShorterThanTheWait_IsToldToNobody()
    {
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions { GroupWait = TimeSpan.FromHours(1), ResolveWindows = 1, GroupInterval = Minute }, AlertHost.Clock(), [sink]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3)));
        await host.Center.OnEvaluatedAsync(Windows.Of(1, ("a", 0.01)));
        await host.PassAsync(TimeSpan.FromDays(2));

        Assert.Empty(sink.Taken);
    }

    [Fact]
    public async Task Escalation_IsNews()
    {
        var sink = new RecordingSink();
        var pager = new RecordingSink("pager") { Filter = static alert => alert.Severity == DriftAlertSeverity.Critical };
        using var host = new AlertHost(new DriftAlertOptions { ResolveWindows = 1 }, AlertHost.Clock(), [sink, pager]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3)));
        await host.SeeAsync(Windows.Of(1, ("a", 0.9)));
        await host.PassAsync(Minute);

        Assert.Equal([DriftAlertSeverity.Warning, DriftAlertSeverity.Critical], sink.Taken.Select(static n => n.Severity));
        Assert.Equal(["a|"], pager.Told);
    }

    [Fact]
    public async Task Silence_MutesNewsButNotTheEnd()
    {
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions { ResolveWindows = 1, RepeatInterval = TimeSpan.FromHours(1), GroupWait = TimeSpan.Zero }, AlertHost.Clock(), [sink]);
        await host.SeeAsync(Windows.Of(0, ("a", 0.3), ("b", 0.01)));

        DriftSilence silence = await host.Center.SilenceAsync(new DriftSilence { Model = "cr*", Until = Windows.Start.AddHours(4), By = "ada", Comment = "campaign" });
        await host.SeeAsync(Windows.Of(1, ("a", 0.3), ("b", 0.3)));
        await host.SeeAsync(Windows.Of(2, ("a", 0.01), ("b", 0.3)));
        Assert.Equal(["a|", "|a"], sink.Told);
        await host.PassAsync(TimeSpan.FromHours(1.5));

        Assert.Equal(["a|", "|a", "b|"], sink.Told); // when it ends, what still fires is told
        Assert.DoesNotContain(silence, host.Center.Silences);
    }

    [Fact]
    public async Task FailingSink_HoldsUpNoOther_AndIsToldWhenItWorksAgain()
    {
        var broken = new RecordingSink("broken") { Fails = static _ => new InvalidOperationException("no") };
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions { ResolveWindows = 1 }, AlertHost.Clock(), [broken, sink]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3)));
        await host.PassAsync(Minute);
        Assert.Equal(["a|"], sink.Told);
        broken.Fails = static _ => null;
        await host.PassAsync(10 * Minute);

        Assert.Equal(["a|"], broken.Told);
        Assert.Equal(sink.Taken[0].Id, broken.Taken[0].Id);
    }

    [Fact]
    public async Task RetryAfter_IsKept()
    {
        int asked = 0;
        var sink = new RecordingSink
        {
            Fails = _ =>
            {
                asked++;
                return new DriftSinkException("recorder", "429", 1, "Wait.", TimeSpan.FromHours(1));
            },
        };
        using var host = new AlertHost(new DriftAlertOptions { GroupWait = TimeSpan.Zero }, AlertHost.Clock(), [sink]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3)));
        await host.PassAsync(59 * Minute);
        Assert.Equal(1, asked);
        await host.PassAsync(2 * Minute);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task RefreshedSink_HearsOfChangesAtOnce_AndOfWhatFiresAgainAndAgain()
    {
        var sink = new RecordingSink { Refresh = 2 * Minute };
        using var host = new AlertHost(new DriftAlertOptions { ResolveWindows = 1 }, AlertHost.Clock(), [sink]);

        await host.SeeAsync(Windows.Of(0, ("a", 0.3)));
        Assert.Equal(["a|"], sink.Told);
        await host.PassAsync(5 * Minute);
        Assert.Equal(["a|", "a|", "a|"], sink.Told);
        await host.Center.OnEvaluatedAsync(Windows.Of(1, ("a", 0.01)));
        await host.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(["a|", "a|", "a|", "|a"], sink.Told);
    }

    [Fact]
    public async Task TwoReplicas_TheTellerChanges_EachNotificationIsToldOnce()
    {
        FakeTimeProvider time = AlertHost.Clock();
        var options = new DriftAlertOptions { ResolveWindows = 2, GroupInterval = Minute };
        RecordingSink[] chats = [new(), new()];
        RecordingSink[] pagers = [new("pager") { MakesOneOfMany = true }, new("pager") { MakesOneOfMany = true }];
        using var first = new AlertHost(options, time, [chats[0], pagers[0]]);
        using var second = new AlertHost(options, time, [chats[1], pagers[1]]);
        (double Effect, int Teller)[] windows = [(0.3, 0), (0.3, 1), (0.3, 0), (0.01, 1), (0.01, 1), (0.01, 0)];
        for (int hour = 0; hour < windows.Length; hour++)
        {
            DriftEvaluation evaluation = Windows.Of(hour, ("a", windows[hour].Effect));
            await first.SeeAsync(evaluation with { Tells = windows[hour].Teller == 0 });
            await second.SeeAsync(evaluation with { Tells = windows[hour].Teller == 1 });
            await first.PassAsync(2 * Minute);
            await second.PassAsync(Minute);
        }

        Assert.Equal(["a|"], chats[0].Told);
        Assert.Equal(["|a"], chats[1].Told);
        Assert.All(pagers, static pager => Assert.Equal(["a|", "|a"], pager.Told));
    }

    [Fact]
    public async Task TwoHosts_OneFolder_OneTells_AndTheOtherTakesOver()
    {
        using var folder = new TemporaryFolder();
        var options = new DriftAlertOptions { StateDirectory = folder.Path, SharesState = true, ResolveWindows = 1, RepeatInterval = TimeSpan.FromHours(6) };
        FakeTimeProvider time = AlertHost.Clock();
        var first = new RecordingSink();
        var second = new RecordingSink();
        using var follower = new AlertHost(options, time, [second]);
        follower.Dispose(); // lets go of the lead, and is made anew below
        using var leader = new AlertHost(options, time, [first]);
        using var other = new AlertHost(options, time, [second]);

        foreach (AlertHost host in (AlertHost[])[leader, other]) { await host.SeeAsync(Windows.Of(0, ("a", 0.3))); }
        await leader.PassAsync(Minute);
        await other.PassAsync(Minute);
        Assert.Equal((1, 0), (first.Taken.Count, second.Taken.Count));

        leader.Dispose();
        await other.PassAsync(Minute);
        Assert.Empty(second.Taken); // what the first was told is known
        await other.SeeAsync(Windows.Of(1, ("a", 0.01)));
        await other.PassAsync(10 * Minute);

        Assert.Equal(["|a"], second.Told);
    }
}
