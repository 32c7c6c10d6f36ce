using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class AlertmanagerSinkTests
{
    [Fact]
    public async Task Send_Firing_IsWhatTheApiTakes()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        using var sink = new AlertmanagerSink(Options(handler), new Secrets(("am", "s3cret")), new FakeTimeProvider());

        await sink.SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken);

        Assert.Equal("https://alerts.example/prefix/api/v2/alerts", handler.Received[0].Url.AbsoluteUri);
        Assert.Equal("Bearer s3cret", handler.Received[0].Headers["Authorization"]);
        Assert.Equal("application/json; charset=utf-8", handler.Received[0].Headers["Content-Type"]);
        JsonElement[] alerts = [.. handler.LastJson.EnumerateArray()];
        Assert.Equal(["income critical", "age warning"], alerts.Select(static a => $"{Label(a, "feature")} {Label(a, "severity")}"));
        Assert.Equal(["alertname", "severity", "model", "version", "feature", "team"], alerts[0].GetProperty("labels").EnumerateObject().Select(static p => p.Name));
        Assert.Equal(("ModelDrift", "credit", "3", "risk"), (Label(alerts[0], "alertname"), Label(alerts[0], "model"), Label(alerts[0], "version"), Label(alerts[0], "team")));
        Assert.Equal("2026-11-01T00:00:00.000Z", alerts[0].GetProperty("startsAt").GetString());
        Assert.Equal("2026-11-01T01:05:00.000Z", alerts[0].GetProperty("endsAt").GetString()); // forgotten five minutes after the last time
        Assert.Equal("https://reports.example/credit/3?f=income&w=2026-11-01T00%3A00%3A00Z/2026-11-01T01%3A00%3A00Z", alerts[0].GetProperty("generatorURL").GetString());
        JsonElement texts = alerts[0].GetProperty("annotations");
        Assert.Equal("Feature 'income' of credit version 3 has drifted since 2026-11-01 00:00 UTC.", texts.GetProperty("summary").GetString());
        Assert.Contains("effect 0.6, 6 times what counts as drift (0.1)", texts.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("12,000 values against 50,000 of the reference", texts.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("at most 1 % are expected to be false alarms", texts.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(texts.GetProperty("advice").GetString()!);
    }

    [Fact]
    public async Task Send_Resolved_EndsIt()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        using var sink = new AlertmanagerSink(Options(handler), new Secrets(("am", "s3cret")), new FakeTimeProvider());

        await sink.SendAsync(Notifications.Over(), TestContext.Current.CancellationToken);

        JsonElement alert = Assert.Single(handler.LastJson.EnumerateArray());
        Assert.Equal("2026-11-01T02:00:00.000Z", alert.GetProperty("endsAt").GetString());
        Assert.Equal("Feature 'age' of credit version 3 is stable again, after drift from 2026-11-01 00:00 UTC on.", alert.GetProperty("annotations").GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Send_Escalated_EndsTheWarning()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        using var sink = new AlertmanagerSink(Options(handler), new Secrets(("am", "s3cret")), new FakeTimeProvider());

        await sink.SendAsync(Notifications.Of(null, Windows.Of(0, ("age", 0.2)), Windows.Of(1, ("age", 0.9))), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["critical 2026-11-01T02:05:00.000Z", "warning 2026-11-01T02:00:00.000Z"],
            handler.LastJson.EnumerateArray().Select(static a => $"{Label(a, "severity")} {a.GetProperty("endsAt").GetString()}"));
    }

    [Fact]
    public async Task Send_OneOfTheClusterTakesIt_IsEnough()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.BadRequest, HttpStatusCode.OK);
        AlertmanagerSinkOptions options = Options(handler);
        options.Urls.Add(new Uri("https://other.example"));
        using var sink = new AlertmanagerSink(options, new Secrets(("am", "s3cret")), new FakeTimeProvider());

        await sink.SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken);

        Assert.Equal(["alerts.example", "other.example"], handler.Received.Select(static r => r.Url.Host));
    }

    [Fact]
    public void Refresh_IsAQuarterOfTheTimeout() => Assert.Equal(TimeSpan.FromSeconds(75), new AlertmanagerSink(Options(RecordingHandler.Answering()), null, new FakeTimeProvider()).Refresh);

    private static AlertmanagerSinkOptions Options(RecordingHandler handler) => new()
    {
        Urls = { new Uri("https://alerts.example/prefix/") },
        Labels = { ["team"] = "risk" },
        TokenSecret = "am",
        Handler = () => handler,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static string? Label(JsonElement alert, string name) => alert.GetProperty("labels").GetProperty(name).GetString();
}
