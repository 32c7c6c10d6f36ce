using System.Globalization;
using System.Text.Json;
using ModelOps.Outbound;

namespace ModelOps.Drift.Alerts;

/// <summary>Posts the JSON of Alertmanager's webhook receivers, signed.</summary>
/// <remarks>Sources: Alertmanager, "Webhook receiver", version 4; Standard Webhooks, "Signature scheme". The message's id is that of the notification, so a receiver drops what another replica sent
/// already.</remarks>
internal sealed class DriftWebhookSink(DriftWebhookSinkOptions options, ISecretSource? secrets, TimeProvider time) : IDriftAlertSink, IDisposable
{
    private const string Version = "4";
    private const string NoEnd = "0001-01-01T00:00:00Z"; // as Alertmanager writes it
    private readonly AlertPost _post = new(options, time);

    public string Name => options.Name;

    public bool Wants(DriftAlert alert) => options.Wants(alert);

    public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        byte[] body = AlertJson.Write(json => Write(json, notification));
        string id = $"drift_{notification.Id}";
        await _post.SendAsync(options.Url!, body, token => HeadersAsync(id, body, token), MendOf, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _post.Dispose();

    private async ValueTask<IEnumerable<KeyValuePair<string, string>>> HeadersAsync(string id, byte[] body, CancellationToken cancellationToken)
    {
        long timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        List<KeyValuePair<string, string>> headers = [new("webhook-id", id), new("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture))];
        if (options.SigningSecrets.Count > 0)
        {
            IReadOnlyList<string> keys = await SinkSecrets.SigningAsync(secrets, options.SigningSecrets, Name, cancellationToken).ConfigureAwait(false);
            headers.Add(new("webhook-signature", WebhookSignature.Sign(keys, id, timestamp, body)));
        }

        return headers;
    }

    private void Write(Utf8JsonWriter json, DriftNotification notification)
    {
        DriftAlert[] all = [.. notification.Firing, .. notification.Resolved];
        json.WriteStartObject();
        json.WriteString("version"u8, Version);
        json.WriteString("groupKey"u8, notification.GroupKey);
        json.WriteNumber("truncatedAlerts"u8, Math.Max(0, all.Length - options.MaxAlerts));
        json.WriteString("status"u8, notification.IsResolved ? "resolved" : "firing");
        json.WriteString("receiver"u8, Name);
        Group(json, "groupLabels", notification);
        Group(json, "commonLabels", notification);
        json.WriteStartObject("commonAnnotations"u8);
        json.WriteString("summary"u8, DriftAlertTexts.Headline(notification));
        json.WriteEndObject();
        json.WriteString("externalURL"u8, string.Empty);
        json.WriteStartArray("alerts"u8);
        foreach (DriftAlert alert in all.Take(options.MaxAlerts)) { Write(json, alert); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DriftAlert alert)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, alert.State == DriftAlertState.Firing ? "firing" : "resolved");
        AlertJson.Labels(json, alert, alert.Severity, []);
        AlertJson.Annotations(json, alert);
        json.WriteString("startsAt"u8, Stamp(alert.Since));
        json.WriteString("endsAt"u8, alert.State == DriftAlertState.Firing || alert.EndsAt is not { } end ? NoEnd : Stamp(end));
        AlertJson.Generator(json, alert);
        json.WriteString("fingerprint"u8, alert.Fingerprint);
        json.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter json, string name, DriftNotification notification)
    {
        json.WriteStartObject(name);
        json.WriteString("alertname"u8, AlertJson.NameOf(notification));
        json.WriteString("model"u8, notification.Model);
        if (notification.Version is not null) { json.WriteString("version"u8, notification.Version); }
        if (notification.Feature is not null) { json.WriteString("feature"u8, notification.Feature); }
        json.WriteEndObject();
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string MendOf(int status) => status switch
    {
        401 or 403 => "Check that the receiver knows the signing secret and that clocks agree.",
        404 => "Check Url.",
        _ => "See the receiver's log.",
    };
}
