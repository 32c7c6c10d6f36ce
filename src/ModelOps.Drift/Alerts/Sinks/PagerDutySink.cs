using System.Globalization;
using System.Text.Json;

namespace ModelOps.Drift.Alerts;

/// <summary>Pages by PagerDuty's Events API v2: one incident for each group, by its <c>dedup_key</c>, so that replicas that tell of the same group open one.</summary>
/// <remarks>Source: PagerDuty, "Send an Alert Event" of Events API v2 and "PD-CEF".</remarks>
internal sealed class PagerDutySink(PagerDutySinkOptions options, ISecretSource? secrets, TimeProvider time) : IDriftAlertSink, IDisposable
{
    private const int MaxSummary = 1024;
    private readonly AlertPost _post = new(options, time);

    public string Name => options.Name;

    public bool MakesOneOfMany => true;

    public bool Wants(DriftAlert alert) => options.Wants(alert);

    public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        string key = options.RoutingKeySecret is { } name
            ? (await SinkSecrets.Of(secrets).GetAsync(name, cancellationToken).ConfigureAwait(false)).Reveal()
            : options.RoutingKey!;
        byte[] body = AlertJson.Write(json => Write(json, notification, key));
        await _post.SendAsync(options.Url, body, static _ => ValueTask.FromResult<IEnumerable<KeyValuePair<string, string>>>([]), MendOf, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _post.Dispose();

    private void Write(Utf8JsonWriter json, DriftNotification notification, string key)
    {
        json.WriteStartObject();
        json.WriteString("routing_key"u8, key);
        json.WriteString("event_action"u8, notification.IsResolved ? "resolve" : "trigger");
        json.WriteString("dedup_key"u8, $"modelops-drift-{notification.GroupKey}");
        if (!notification.IsResolved) { Payload(json, notification); }
        json.WriteEndObject();
    }

    private void Payload(Utf8JsonWriter json, DriftNotification notification)
    {
        json.WriteString("client"u8, "ModelOps");
        if (notification.Firing[0].ReportUrl is { } report)
        {
            json.WriteString("client_url"u8, report.AbsoluteUri);
            json.WriteStartArray("links"u8);
            json.WriteStartObject();
            json.WriteString("href"u8, report.AbsoluteUri);
            json.WriteString("text"u8, "Drift report");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("payload"u8);
        json.WriteString("summary"u8, AlertText.Bound(DriftAlertTexts.Headline(notification), MaxSummary));
        json.WriteString("source"u8, options.Source);
        json.WriteString("severity"u8, AlertJson.Name(notification.Severity));
        json.WriteString("timestamp"u8, notification.Firing.Min(static alert => alert.Since).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("component"u8, notification.Model);
        if (notification.Version is not null) { json.WriteString("group"u8, $"{notification.Model}/{notification.Version}"); }
        json.WriteString("class"u8, "drift");
        Details(json, notification);
        json.WriteEndObject();
    }

    private void Details(Utf8JsonWriter json, DriftNotification notification)
    {
        json.WriteStartObject("custom_details"u8);
        json.WriteString("advice"u8, notification.Firing[0].Advice);
        json.WriteStartArray("features"u8);
        foreach (DriftAlert alert in notification.Firing.Take(options.MaxListed))
        {
            json.WriteStartObject();
            json.WriteString("feature"u8, alert.Feature);
            json.WriteString("since"u8, AlertText.Time(alert.Since));
            json.WriteString("size"u8, alert.Size);
            json.WriteString("confidence"u8, alert.Confidence);
            json.WriteString("advice"u8, alert.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (notification.Firing.Count > options.MaxListed) { json.WriteNumber("more_features"u8, notification.Firing.Count - options.MaxListed); }
        if (notification.Resolved.Count > 0) { json.WriteString("over"u8, AlertText.Bound(string.Join(", ", notification.Resolved.Select(static alert => alert.Feature)))); }
        json.WriteEndObject();
    }

    private static string MendOf(int status) => status switch
    {
        400 => "Check the integration key: PagerDuty took the event for invalid.",
        401 or 403 or 404 => "Check Url and the integration key.",
        429 => "The integration key has sent too many events; it is tried again.",
        _ => "See PagerDuty's status page.",
    };
}
