using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class PagerDutySinkTests
{
    [Fact]
    public async Task Send_Firing_IsATriggerOfEventsV2()
    {
        DriftNotification notification = Notifications.Mixed();
        JsonElement json = await SendAsync(notification);

        Assert.Equal(["routing_key", "event_action", "dedup_key", "client", "client_url", "links", "payload"], json.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(("R0UT1NGKEY", "trigger", $"modelops-drift-{notification.GroupKey}"), (Text(json, "routing_key"), Text(json, "event_action"), Text(json, "dedup_key")));
        JsonElement payload = json.GetProperty("payload");
        Assert.Equal(["summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details"], payload.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(
            ("Drift of credit version 3: income; over: age", "modelops", "critical", "2026-11-01T00:00:00.000Z", "credit", "credit/3", "drift"),
            (Text(payload, "summary"), Text(payload, "source"), Text(payload, "severity"), Text(payload, "timestamp"), Text(payload, "component"), Text(payload, "group"), Text(payload, "class")));
        JsonElement details = payload.GetProperty("custom_details");
        Assert.Equal("age", Text(details, "over"));
        JsonElement feature = Assert.Single(details.GetProperty("features").EnumerateArray());
        Assert.Equal(["feature", "since", "size", "confidence", "advice"], feature.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(("income", "2026-11-01 00:00 UTC"), (Text(feature, "feature"), Text(feature, "since")));
        Assert.Equal("https", new Uri(Text(Assert.Single(json.GetProperty("links").EnumerateArray()), "href")).Scheme);
    }

    [Fact]
    public async Task Send_Over_ResolvesTheSameIncident()
    {
        JsonElement json = await SendAsync(Notifications.Over());

        Assert.Equal(["routing_key", "event_action", "dedup_key"], json.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("resolve", Text(json, "event_action"));
        Assert.Equal(Text(await SendAsync(Notifications.Firing()), "dedup_key"), Text(json, "dedup_key"));
    }

    [Fact]
    public async Task Send_HugeNames_StaysWithinTheLimits()
    {
        JsonElement json = await SendAsync(Notifications.Of(null, Windows.Of(0, [.. Enumerable.Range(0, 200).Select(static i => ($"{i:000}{new string('ä', 2000)}", 0.2))])));

        JsonElement payload = json.GetProperty("payload");
        Assert.InRange(Text(payload, "summary").Length, 1, 1024);
        Assert.InRange(Text(json, "dedup_key").Length, 1, 255);
        Assert.Equal((20, 180), (payload.GetProperty("custom_details").GetProperty("features").GetArrayLength(), payload.GetProperty("custom_details").GetProperty("more_features").GetInt32()));
        Assert.InRange(json.GetRawText().Length, 1, 512 * 1024);
    }

    private static async Task<JsonElement> SendAsync(DriftNotification notification)
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.Accepted);
        using var sink = new PagerDutySink(new PagerDutySinkOptions { RoutingKeySecret = "pd", Handler = () => handler }, new Secrets(("pd", "R0UT1NGKEY")), new FakeTimeProvider());
        await sink.SendAsync(notification, TestContext.Current.CancellationToken);
        Assert.Equal("https://events.pagerduty.com/v2/enqueue", handler.Received[0].Url.AbsoluteUri);
        return handler.LastJson;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
