using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class SlackSinkTests
{
    private const string Address = "https://hooks.example/services/T000/B000/XXXX";

    [Fact]
    public async Task Send_Firing_IsWhatAnIncomingWebhookTakes()
    {
        JsonElement message = await SendAsync(Notifications.Mixed());

        Assert.Equal(["channel", "text", "attachments"], message.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("#ml", message.GetProperty("channel").GetString());
        Assert.Equal(":rotating_light: Drift of credit version 3: income; over: age", message.GetProperty("text").GetString());
        JsonElement[] attachments = [.. message.GetProperty("attachments").EnumerateArray()];
        Assert.Equal(["income #a30200", "age #2eb886"], attachments.Select(static a => $"{a.GetProperty("title").GetString()} {a.GetProperty("color").GetString()}"));
        Assert.Equal(["fallback", "color", "title", "title_link", "text", "fields", "mrkdwn_in", "ts"], attachments[0].EnumerateObject().Select(static p => p.Name));
        Assert.Equal("https", new Uri(attachments[0].GetProperty("title_link").GetString()!).Scheme);
        Assert.Contains("6 times what counts as drift", attachments[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("What to do", Assert.Single(attachments[0].GetProperty("fields").EnumerateArray()).GetProperty("title").GetString());
        Assert.Equal(0, attachments[0].GetProperty("mrkdwn_in").GetArrayLength());
        Assert.Equal(Windows.Start.ToUnixTimeSeconds(), attachments[0].GetProperty("ts").GetInt64());
    }

    [Fact]
    public async Task Send_AllOver_SaysSo()
    {
        JsonElement message = await SendAsync(Notifications.Over());

        Assert.Equal(":white_check_mark: Drift of credit version 3 is over: age", message.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Send_HostileName_IsText()
    {
        JsonElement message = await SendAsync(Notifications.Firing("<!channel> <@U1> <https://evil|x> & *b* `c` ~d~ @here [m](https://e)\u202e\n" + new string('x', 5000)));

        string all = message.GetProperty("text").GetString() + message.GetProperty("attachments")[0].GetProperty("text").GetString() + message.GetProperty("attachments")[0].GetProperty("title").GetString();
        Assert.DoesNotContain('<', all);
        Assert.DoesNotContain('>', all);
        Assert.DoesNotContain("@here", all, StringComparison.Ordinal);
        Assert.DoesNotContain("](", all, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', all);
        Assert.DoesNotContain('*', all);
        Assert.Contains("&lt;!channel&gt;", all, StringComparison.Ordinal);
        Assert.InRange(all.Length, 1, 5000);
    }

    [Fact]
    public async Task Send_ManyFeatures_ListsTheLargestAndCountsTheRest()
    {
        JsonElement message = await SendAsync(Notifications.Of(null, Windows.Of(0, [.. Enumerable.Range(0, 30).Select(static i => ($"f{i:00}", 0.2 + (i / 100.0)))])));

        JsonElement[] attachments = [.. message.GetProperty("attachments").EnumerateArray()];
        Assert.Equal(11, attachments.Length);
        Assert.Equal("f29", attachments[0].GetProperty("title").GetString());
        Assert.Equal("and 20 more", attachments[^1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Send_SecretIsNoAddress_SaysWhatMendsItAndNotTheSecret()
    {
        using var sink = new SlackSink(new SlackSinkOptions { UrlSecret = "chat" }, new Secrets(("chat", "http://plain.example/T0/SECRET")), new FakeTimeProvider());

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => sink.SendAsync(Notifications.Over(), TestContext.Current.CancellationToken).AsTask());

        Assert.Contains("absolute https URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> SendAsync(DriftNotification notification)
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.OK);
        var options = new SlackSinkOptions { UrlSecret = "chat", Channel = "#ml", Handler = () => handler };
        using var sink = new SlackSink(options, new Secrets(("chat", Address)), new FakeTimeProvider());
        await sink.SendAsync(notification, TestContext.Current.CancellationToken);
        Assert.Equal(Address, handler.Received[0].Url.AbsoluteUri);
        return handler.LastJson;
    }
}
