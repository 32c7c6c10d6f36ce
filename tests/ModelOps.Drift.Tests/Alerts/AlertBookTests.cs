using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AlertBookTests
{

    private static readonly Dictionary<string, DateTimeOffset> NotHeld = [];

    [Fact]
    public void Apply_DriftThenStable_FiresThenResolvesAfterTheSetWindows()
    {
        var book = new AlertBook(new DriftAlertOptions { PendingWindows = 2, ResolveWindows = 3 });

        Assert.Equal("Pending", State(book, 0, 0.3));
        Assert.Equal("Firing", State(book, 1, 0.3));
        Assert.Equal("Firing", State(book, 2, 0.3));
        Assert.Equal("Firing", State(book, 3, 0.01));
        Assert.Equal("Firing", State(book, 4, 0.01));
        Assert.Equal("Resolved", State(book, 5, 0.01));

        DriftAlert alert = Assert.Single(book.Alerts);
        Assert.Equal((Windows.Start, Windows.Start.AddHours(6)), (alert.Since, alert.EndsAt));
        Assert.Equal("2026-11-01T02:00:00Z/2026-11-01T03:00:00Z", alert.Window); // the last it drifted in
    }

    [Fact]
    public void Apply_OnlyMissingValuesDrifted_SaysSo()
    {
        var book = new AlertBook(new DriftAlertOptions());
        DriftEvaluation window = Windows.Of(0, ("income", double.NaN));
        var missing = new MissingDrift
        {
            ReferenceRows = 50_000,
            CurrentRows = 12_000,
            ReferenceShare = 0.02,
            CurrentShare = 1,
            PValue = 0,
            AdjustedPValue = 0,
            MinimumEffect = 0.05,
            HasDrifted = true,
        };
        book.Apply(window with { Report = window.Report with { Features = [window.Report.Features[0].With(DriftVerdict.NotEnoughData, missing)] } }, window.To);

        DriftAlert alert = Assert.Single(book.Alerts);
        Assert.Equal((DriftAlertState.Firing, DriftAlertSeverity.Critical, DriftChange.MissingValues), (alert.State, alert.Severity, alert.Change));
        Assert.Equal("100 % of its values are missing, 2 % before. missing-share 1, effect 0.98, 19.6 times what counts as drift (0.05).", alert.Size);
        Assert.Contains("12,000 values against 50,000 of the reference", alert.Confidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_StableBeforeTheSetWindows_NeverFires()
    {
        var book = new AlertBook(new DriftAlertOptions { PendingWindows = 3 });

        Assert.Equal("Pending", State(book, 0, 0.3));
        Assert.Equal("Pending", State(book, 1, 0.3));
        Assert.Equal("none", State(book, 2, 0.01));
        Assert.Equal("Pending", State(book, 3, 0.3)); // counts anew
    }

    [Fact]
    public void Apply_DriftBetweenStableWindows_CountsStableOnesAnew()
    {
        var book = new AlertBook(new DriftAlertOptions { ResolveWindows = 2 });

        Assert.Equal(["Firing", "Firing", "Firing", "Firing", "Resolved"], new[] { 0.3, 0.01, 0.3, 0.01, 0.01 }.Select((effect, hour) => State(book, hour, effect)));
    }

    [Fact]
    public void Apply_NotEnoughData_IsNeitherAlarmNorAllClear()
    {
        var book = new AlertBook(new DriftAlertOptions { ResolveWindows = 1 });

        Assert.Equal("none", State(book, 0, double.NaN));
        Assert.Equal("Firing", State(book, 1, 0.3));
        Assert.Equal("Firing", State(book, 2, double.NaN));
        Assert.Equal("Resolved", State(book, 3, 0.01));
    }

    [Fact]
    public void Apply_SameOrOlderWindowAgain_ChangesNothing()
    {
        var book = new AlertBook(new DriftAlertOptions { PendingWindows = 2 });
        Assert.True(book.Apply(Windows.Of(5, ("income", 0.3)), Windows.Start.AddHours(6)).IsNew);

        Assert.False(book.Apply(Windows.Of(5, ("income", 0.3)), Windows.Start.AddHours(6)).IsNew);
        Assert.False(book.Apply(Windows.Of(4, ("income", 0.01)), Windows.Start.AddHours(6)).IsNew);

        Assert.Equal(DriftAlertState.Pending, Assert.Single(book.Alerts).State);
    }

    [Fact]
    public void Apply_FlappingFeature_MustBeStableTwiceAsLongEachTime()
    {
        var book = new AlertBook(new DriftAlertOptions { ResolveWindows = 1, FlapWindow = TimeSpan.FromDays(10) });
        List<int> patience = [];
        int hour = 0;
        for (int episode = 0; episode < 7; episode++)
        {
            Assert.Equal("Firing", State(book, hour++, 0.3));
            Assert.Equal(episode + 1, Assert.Single(book.Alerts).FiredCount);
            int stable = 1;
            while (State(book, hour++, 0.01) != "Resolved") { stable++; }
            patience.Add(stable);
        }

        Assert.Equal([1, 2, 4, 8, 16, 16, 16], patience);
    }

    [Fact]
    public void Apply_FlappingTurnedOff_ResolvesAtOnce()
    {
        var book = new AlertBook(new DriftAlertOptions { ResolveWindows = 1, FlapWindow = TimeSpan.Zero });

        for (int hour = 0; hour < 20; hour += 2)
        {
            Assert.Equal("Firing", State(book, hour, 0.3));
            Assert.Equal("Resolved", State(book, hour + 1, 0.01));
        }
    }

    [Fact]
    public void Apply_EffectGrowsAndShrinks_SeverityRisesAndStays()
    {
        var book = new AlertBook(new DriftAlertOptions());

        Assert.Equal("Firing", State(book, 0, 0.3));
        Assert.Equal((DriftAlertSeverity.Warning, false), Severity(book));
        State(book, 1, 0.6);
        Assert.Equal((DriftAlertSeverity.Critical, true), Severity(book));
        State(book, 2, 0.2);
        Assert.Equal((DriftAlertSeverity.Critical, true), Severity(book));
    }

    [Fact]
    public void Apply_HalfOfTheFeatures_AreCritical()
    {
        var book = new AlertBook(new DriftAlertOptions());

        book.Apply(Windows.Of(0, ("a", 0.2), ("b", 0.2), ("c", 0.01), ("d", 0.01)), Windows.Start);
        book.Apply(Windows.Of("small", "1", 0, ("a", 0.2), ("b", 0.01)), Windows.Start);

        Assert.Equal(
            ["credit Critical", "credit Critical", "small Warning"], book.Alerts.Select(static alert => $"{alert.Model} {alert.Severity}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(DriftPattern.NearlyAll, 0.2, 0.2, 0.2, 0.2, 0.2)]
    [InlineData(DriftPattern.NearlyAll, 0.01, 0.2, 0.2, 0.2, 0.2)]
    [InlineData(DriftPattern.Some, 0.01, 0.01, 0.2, 0.2, 0.2)]
    [InlineData(DriftPattern.OutputsOnly, 0.01, 0.01, 0.01, 0.01, 0.2)]
    public void Apply_WhichDrift_GivesThePattern(DriftPattern expected, double a, double b, double c, double d, double score)
    {
        var book = new AlertBook(new DriftAlertOptions { Outputs = { "sc*" } });

        book.Apply(Windows.Of(0, ("a", a), ("b", b), ("c", c), ("d", d), ("score", score)), Windows.Start);

        Assert.All(book.Alerts, alert => Assert.Equal(expected, alert.Pattern));
    }

    [Fact]
    public void Expire_NobodyLooks_ResolvesThenForgets()
    {
        var book = new AlertBook(new DriftAlertOptions { StaleAfter = TimeSpan.FromHours(6), FlapWindow = TimeSpan.FromHours(12) });
        book.Apply(Windows.Of(0, ("income", 0.3)), Windows.Start);

        Assert.False(book.Expire(Windows.Start.AddHours(5)).IsNew);
        Assert.Equal("income", Assert.Single(book.Expire(Windows.Start.AddHours(6)).Resolved).Feature);
        Assert.Equal(DriftAlertState.Resolved, Assert.Single(book.Alerts).State);
        Assert.True(book.Expire(Windows.Start.AddHours(13)).IsNew);
        Assert.Empty(book.Alerts);
    }

    [Fact]
    public void Apply_NoRoom_DropsWhatIsOverButNeverWhatFires()
    {
        var book = new AlertBook(new DriftAlertOptions { MaxAlerts = 2, ResolveWindows = 1 });
        book.Apply(Windows.Of(0, ("a", 0.3), ("b", 0.3), ("c", 0.3)), Windows.Start);
        Assert.Single(book.Apply(Windows.Of(1, ("a", 0.01), ("b", 0.3), ("c", 0.01)), Windows.Start.AddHours(1)).Resolved);

        AlertStep step = book.Apply(Windows.Of(2, ("b", 0.3), ("c", 0.3), ("d", 0.3)), Windows.Start.AddHours(2));

        Assert.Equal(1, step.Refused);
        Assert.Equal(["b", "c"], book.Alerts.Select(static alert => alert.Feature).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Apply_NoRoom_KeepsWhatSomebodyHasStillToHearOf()
    {
        var book = new AlertBook(new DriftAlertOptions { MaxAlerts = 1, ResolveWindows = 1 });
        var sink = new RecordingSink();
        book.Apply(Windows.Of(0, ("a", 0.3)), Windows.Start);
        book.Told(book.NextFor(sink, Windows.Start, NotHeld)!.Afterwards with { At = Windows.Start });
        book.Apply(Windows.Of(1, ("a", 0.01)), Windows.Start.AddHours(1));

        Assert.Equal(1, book.Apply(Windows.Of(2, ("b", 0.3)), Windows.Start.AddHours(2)).Refused);
        NoticePlan over = book.NextFor(sink, Windows.Start.AddHours(2), NotHeld)!;
        Assert.Equal("a", Assert.Single(over.Notification.Resolved).Feature);
        book.Told(over.Afterwards with { At = Windows.Start.AddHours(2) });

        Assert.Equal(0, book.Apply(Windows.Of(3, ("b", 0.3)), Windows.Start.AddHours(3)).Refused);
    }

    [Fact]
    public void Expire_GroupIsGone_ForgetsWhatSinksWereTold()
    {
        var book = new AlertBook(new DriftAlertOptions { StaleAfter = TimeSpan.FromHours(6), FlapWindow = TimeSpan.FromHours(1), ResolveWindows = 1 });
        var sink = new RecordingSink();
        for (int hour = 0; hour < 2; hour++)
        {
            book.Apply(Windows.Of(hour, ("a", hour == 0 ? 0.3 : 0.01)), Windows.Start.AddHours(hour));
            book.Told(book.NextFor(sink, Windows.Start.AddHours(hour), NotHeld)!.Afterwards with { At = Windows.Start.AddHours(hour) });
        }

        Assert.Single(book.Snapshot().Notices);
        book.Expire(Windows.Start.AddHours(8));

        AlertStateDocument left = book.Snapshot();
        Assert.Equal((0, 0, 0), (left.Alerts.Count, left.Notices.Count, left.Windows.Count));
    }

    [Fact]
    public void Fingerprint_PartsThatRunTogether_Differ()
    {
        string[] keys =
        [
            AlertLife.FingerprintOf("ab", "c", "d"), AlertLife.FingerprintOf("a", "bc", "d"), AlertLife.FingerprintOf("a", "b", "cd"), AlertLife.FingerprintOf("1:a;", "b", "c"),
        ];

        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("e1b7a30a4f6d2e51".Length, keys[0].Length);
        Assert.Equal(AlertLife.FingerprintOf("credit", "3", "income"), AlertLife.FingerprintOf("credit", "3", "income"));
    }

    [Fact]
    public async Task Apply_ManyModelsAtOnce_EachHasItsAlerts()
    {
        var book = new AlertBook(new DriftAlertOptions());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (int hour = 0; hour < 50; hour++) { book.Apply(Windows.Of($"m{worker}", "1", hour, ("a", 0.3), ("b", hour % 5 == 0 ? 0.3 : 0.01)), Windows.Start.AddHours(hour)); }
        })));

        Assert.Equal(16, book.Alerts.Count);
        Assert.All(Enumerable.Range(0, 8), worker => Assert.InRange(book.FiringCount($"m{worker}", "1"), 1, 2));
    }

    private static string State(AlertBook book, int hour, double effect)
    {
        book.Apply(Windows.Of(hour, ("income", effect)), Windows.Start.AddHours(hour + 1));
        return book.Alerts.Count == 0 ? "none" : Assert.Single(book.Alerts).State.ToString();
    }

    private static (DriftAlertSeverity, bool) Severity(AlertBook book) => (Assert.Single(book.Alerts).Severity, Assert.Single(book.Alerts).HasEscalated);
}
