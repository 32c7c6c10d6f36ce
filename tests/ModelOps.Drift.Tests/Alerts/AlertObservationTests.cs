using System.Text.Json;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AlertObservationTests
{
    private static readonly DriftAlertOptions Options = new() { ResolveWindows = 1, GroupWait = TimeSpan.Zero };

    [Fact]
    public void Apply_SourcesOfAVersion_HaveWindowsOfTheirOwn()
    {
        var book = new AlertBook(Options);
        Assert.True(book.Apply(Windows.Of(5, ("a", 0.3)), Windows.Start).IsNew);
        Assert.True(book.Apply(Observations.Of(DriftAlertKind.Stream, "errors", 2, ("errors", 0.3)), Windows.Start).IsNew);
        Assert.True(book.Apply(Observations.Of(DriftAlertKind.Stream, "latency", 1, ("latency", 0.3)), Windows.Start).IsNew);
        Assert.False(book.Apply(Observations.Of(DriftAlertKind.Stream, "errors", 2, ("errors", 0.01)), Windows.Start).IsNew);
        Assert.Equal(["a", "errors", "latency"], book.Alerts.Select(static alert => alert.Feature).Order(StringComparer.Ordinal));
        Assert.Equal("errors", Assert.Single(book.Apply(Observations.Of(DriftAlertKind.Stream, "errors", 3, ("errors", 0.01)), Windows.Start).Resolved).Feature);
    }

    [Fact]
    public void Fingerprint_OfKinds_Differs() => Assert.Equal(
        4, Enum.GetValues<DriftAlertKind>().Select(static kind => AlertLife.FingerprintOf("credit", "3", "accuracy", kind)).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Tells_OfAVersion_IsThatOfAnyOfItsWatches()
    {
        var book = new AlertBook(Options);
        book.Apply(Windows.Of(0, ("a", 0.3)) with { Tells = false }, Windows.Start);
        Assert.False(book.Tells(Plan(book)));
        book.Apply(Observations.Of(DriftAlertKind.RealisedPerformance, "realised", 0, ("realised recall", 0.3)), Windows.Start);
        Assert.True(book.Tells(Plan(book)));
    }

    [Fact]
    public void Texts_SayWhatIsWrong()
    {
        var book = new AlertBook(Options);
        book.Apply(Observations.Of(DriftAlertKind.EstimatedPerformance, "estimated", 0, ("estimated recall", 0.3)), Windows.Start);
        DriftNotification notification = Plan(book);
        Assert.Equal("Worse performance of credit version 3: estimated recall", DriftAlertTexts.Headline(notification));
        Assert.Equal("Estimated recall of credit version 3 has been worse than on the reference since 2026-11-01 00:00 UTC.", DriftAlertTexts.Summary(notification.Firing[0]));
        Assert.Equal("ModelPerformance", AlertJson.NameOf(notification));
        book.Apply(Windows.Of(0, ("a", 0.3)), Windows.Start);
        Assert.StartsWith("Drift and worse performance of credit version 3: ", DriftAlertTexts.Headline(Plan(book)), StringComparison.Ordinal);
        Assert.Equal("ModelDrift", AlertJson.NameOf(Plan(book)));
    }

    [Fact]
    public void State_OfFeaturesAlone_IsAsItWas_AndOtherKindsComeBack()
    {
        var book = new AlertBook(Options);
        book.Apply(Windows.Of(0, ("a", 0.3)), Windows.Start);
        string before = JsonSerializer.Serialize(book.Snapshot(), AlertJsonContext.Default.AlertStateDocument);
        Assert.DoesNotContain("\"kind\":", before, StringComparison.Ordinal);
        Assert.DoesNotContain("\"source\":", before, StringComparison.Ordinal);
        book.Apply(Observations.Of(DriftAlertKind.Stream, "errors", 0, ("errors", 0.3)), Windows.Start);
        string written = JsonSerializer.Serialize(book.Snapshot(), AlertJsonContext.Default.AlertStateDocument);
        var restored = new AlertBook(Options);
        restored.Load(JsonSerializer.Deserialize(written, AlertJsonContext.Default.AlertStateDocument)!, new HashSet<string>());
        Assert.Equal(written, JsonSerializer.Serialize(restored.Snapshot(), AlertJsonContext.Default.AlertStateDocument));
        Assert.False(restored.Apply(Observations.Of(DriftAlertKind.Stream, "errors", 0, ("errors", 0.3)), Windows.Start).IsNew);
    }

    private static DriftNotification Plan(AlertBook book) => book.NextFor(new RecordingSink(), Windows.Start, new Dictionary<string, DateTimeOffset>())!.Notification;
}
