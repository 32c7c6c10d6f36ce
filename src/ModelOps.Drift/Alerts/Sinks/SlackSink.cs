using System.Globalization;
using System.Text.Json;

namespace ModelOps.Drift.Alerts;

/// <summary>Writes to a chat by an incoming webhook: <c>text</c> and one attachment for each alert.</summary>
/// <remarks>Source: Slack, "Sending messages using incoming webhooks" and "Legacy: secondary message attachments", which Mattermost and Rocket.Chat take too.</remarks>
internal sealed class SlackSink(SlackSinkOptions options, ISecretSource? secrets, TimeProvider time) : IDriftAlertSink, IDisposable
{
    private const string Red = "#a30200";
    private const string Orange = "#daa038";
    private const string Green = "#2eb886";
    private readonly AlertPost _post = new(options, time);

    public string Name => options.Name;

    public bool Wants(DriftAlert alert) => options.Wants(alert);

    public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        Uri url = options.UrlSecret is { } name
            ? await SinkSecrets.UrlAsync(secrets, name, Name, options.AllowPlainHttp, cancellationToken).ConfigureAwait(false)
            : options.Url!;
        byte[] body = AlertJson.Write(json => Write(json, notification));
        await _post.SendAsync(url, body, static _ => ValueTask.FromResult<IEnumerable<KeyValuePair<string, string>>>([]), MendOf, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _post.Dispose();

    private void Write(Utf8JsonWriter json, DriftNotification notification)
    {
        DriftAlert[] all = [.. notification.Firing, .. notification.Resolved];
        json.WriteStartObject();
        if (options.Channel is not null) { json.WriteString("channel"u8, options.Channel); }
        string mark = notification.IsResolved ? ":white_check_mark:" : notification.Severity == DriftAlertSeverity.Critical ? ":rotating_light:" : ":warning:";
        json.WriteString("text"u8, $"{mark} {Escape(AlertText.Bound(DriftAlertTexts.Headline(notification)))}");
        json.WriteStartArray("attachments"u8);
        foreach (DriftAlert alert in all.Take(options.MaxListed)) { Attach(json, alert); }
        if (all.Length > options.MaxListed) { AttachRest(json, all.Length - options.MaxListed); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Attach(Utf8JsonWriter json, DriftAlert alert)
    {
        bool fires = alert.State == DriftAlertState.Firing;
        string summary = Escape(DriftAlertTexts.Summary(alert));
        json.WriteStartObject();
        json.WriteString("fallback"u8, summary);
        json.WriteString("color"u8, !fires ? Green : alert.Severity == DriftAlertSeverity.Critical ? Red : Orange);
        json.WriteString("title"u8, Escape(AlertText.Bound(alert.Feature, 128)));
        if (alert.ReportUrl is not null) { json.WriteString("title_link"u8, alert.ReportUrl.AbsoluteUri); }
        string flaps = fires && alert.FiredCount > 1 ? $"\n{DriftAlertTexts.Flapping(alert)}" : string.Empty;
        json.WriteString("text"u8, fires ? $"{summary}\n{Escape(alert.Size)}\n{Escape(alert.Confidence)}{flaps}" : summary);
        if (fires)
        {
            json.WriteStartArray("fields"u8);
            json.WriteStartObject();
            json.WriteString("title"u8, "What to do");
            json.WriteString("value"u8, Escape(alert.Advice));
            json.WriteBoolean("short"u8, false);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("mrkdwn_in"u8); // texts are texts: nothing in them is formatting
        json.WriteEndArray();
        json.WriteNumber("ts"u8, (alert.EndsAt ?? alert.Since).ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    private static void AttachRest(Utf8JsonWriter json, int count)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"and {count} more");
        json.WriteStartObject();
        json.WriteString("fallback"u8, text);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Slack's three characters, and those that its and Mattermost's markup is made of where it cannot be turned off.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace('`', '\'').Replace('*', '∗').Replace('~', '∼').Replace('[', '(').Replace(']', ')')
        .Replace("@", "@\u200B", StringComparison.Ordinal); // no mention of anyone

    private static string MendOf(int status) => status switch
    {
        400 => "Check Channel; the webhook took the message for malformed.",
        401 or 403 or 404 or 410 => "The webhook is gone or may not write. Make a new one and put its address in the secret.",
        _ => "See the status page of the chat.",
    };
}
