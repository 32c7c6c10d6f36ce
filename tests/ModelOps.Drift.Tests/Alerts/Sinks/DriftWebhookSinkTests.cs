using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.Outbound;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class DriftWebhookSinkTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OldKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public async Task Send_Mixed_IsAlertmanagersPayload()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.NoContent);
        DriftNotification notification = Notifications.Mixed();
        using var sink = new DriftWebhookSink(Options(handler), new Secrets(("new", Key), ("old", OldKey)), new FakeTimeProvider());

        await sink.SendAsync(notification, TestContext.Current.CancellationToken);

        JsonElement json = handler.LastJson;
        Assert.Equal(
            ["version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels", "commonAnnotations", "externalURL", "alerts"],
            json.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(("4", "firing", "webhook", 0), (json.GetProperty("version").GetString(), json.GetProperty("status").GetString(), json.GetProperty("receiver").GetString(), json.GetProperty("truncatedAlerts").GetInt32()));
        Assert.Equal(notification.GroupKey, json.GetProperty("groupKey").GetString());
        Assert.Equal("""{"alertname":"ModelDrift","model":"credit","version":"3"}""", json.GetProperty("groupLabels").GetRawText());
        JsonElement[] alerts = [.. json.GetProperty("alerts").EnumerateArray()];
        Assert.Equal(
            ["income firing 2026-11-01T00:00:00.000Z 0001-01-01T00:00:00Z", "age resolved 2026-11-01T00:00:00.000Z 2026-11-01T02:00:00.000Z"],
            alerts.Select(static a => $"{a.GetProperty("labels").GetProperty("feature").GetString()} {a.GetProperty("status").GetString()} {a.GetProperty("startsAt").GetString()} {a.GetProperty("endsAt").GetString()}"));
        Assert.Equal(["status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint"], alerts[0].EnumerateObject().Select(static p => p.Name));
        Assert.Equal(AlertLife.FingerprintOf("credit", "3", "income"), alerts[0].GetProperty("fingerprint").GetString());
    }

    [Fact]
    public async Task Send_IsSignedWithEachSecret_OverIdTimeAndBody()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        DriftNotification notification = Notifications.Firing();
        using var sink = new DriftWebhookSink(Options(handler), new Secrets(("new", Key), ("old", OldKey)), new FakeTimeProvider(Windows.Start));

        await sink.SendAsync(notification, TestContext.Current.CancellationToken);

        (_, Dictionary<string, string> headers, byte[] body) = handler.Received[0];
        Assert.Equal($"drift_{notification.Id}", headers["webhook-id"]);
        Assert.Equal(Windows.Start.ToUnixTimeSeconds(), long.Parse(headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Sign([Key, OldKey], headers["webhook-id"], Windows.Start.ToUnixTimeSeconds(), body), headers["webhook-signature"]);
    }

    [Fact]
    public async Task Send_SecretDoesNotSign_IsRefusedWithoutCalling()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        using var sink = new DriftWebhookSink(Options(handler), new Secrets(("new", "whsec_short"), ("old", OldKey)), new FakeTimeProvider());

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => sink.SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken).AsTask());

        Assert.Contains("'new' must be whsec_", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_short", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Received);
    }

    [Fact]
    public async Task Send_MoreThanFit_AreCounted()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        var options = new DriftWebhookSinkOptions { Url = new Uri("https://hook.example"), MaxAlerts = 3, Handler = () => handler };
        using var sink = new DriftWebhookSink(options, null, new FakeTimeProvider());

        await sink.SendAsync(Notifications.Of(null, Windows.Of(0, [.. Enumerable.Range(0, 10).Select(static i => ($"f{i}", 0.2))])), TestContext.Current.CancellationToken);

        Assert.Equal((7, 3), (handler.LastJson.GetProperty("truncatedAlerts").GetInt32(), handler.LastJson.GetProperty("alerts").GetArrayLength()));
        Assert.False(handler.Received[0].Headers.ContainsKey("webhook-signature"));
    }

    private static DriftWebhookSinkOptions Options(RecordingHandler handler) => new()
    {
        Url = new Uri("https://hook.example/drift"),
        SigningSecrets = { "new", "old" },
        Handler = () => handler,
    };
}
