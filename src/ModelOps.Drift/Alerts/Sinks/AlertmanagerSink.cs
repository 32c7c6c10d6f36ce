using System.Globalization;
using System.Text.Json;

namespace ModelOps.Drift.Alerts;

/// <summary>Tells Alertmanagers by <c>POST /api/v2/alerts</c>, again and again while an alert fires, as Prometheus does.</summary>
/// <remarks>Source: Alertmanager, <c>api/v2/openapi.yaml</c>, <c>postableAlerts</c>. An alert there is its labels, so replicas that tell of the same one tell of it once.</remarks>
internal sealed class AlertmanagerSink(AlertmanagerSinkOptions options, ISecretSource? secrets, TimeProvider time) : IDriftAlertSink, IDisposable
{
    private const string Path = "api/v2/alerts";
    private readonly AlertPost _post = new(options, time);
    private readonly Uri[] _addresses = [.. options.Urls.Select(static url => new Uri(url.AbsoluteUri.TrimEnd('/') + "/" + Path))];

    public string Name => options.Name;

    public TimeSpan? Refresh => options.ResolveTimeout / 4;

    public bool MakesOneOfMany => true;

    public bool Wants(DriftAlert alert) => options.Wants(alert);

    public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        byte[] body = AlertJson.Write(json => Write(json, notification));
        DriftSinkException?[] errors = await Task.WhenAll(_addresses.Select(address => TryAsync(address, body, cancellationToken))).ConfigureAwait(false);
        if (Array.TrueForAll(errors, static error => error is not null)) { throw errors[0]!; } // members of a cluster tell each other only what they sent
    }

    public void Dispose() => _post.Dispose();

    private async Task<DriftSinkException?> TryAsync(Uri address, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await _post.SendAsync(address, body, HeadersAsync, MendOf, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DriftSinkException error)
        {
            return error;
        }
    }

    private async ValueTask<IEnumerable<KeyValuePair<string, string>>> HeadersAsync(CancellationToken cancellationToken) => options.TokenSecret is { } name
        ? [new("Authorization", "Bearer " + (await SinkSecrets.Of(secrets).GetAsync(name, cancellationToken).ConfigureAwait(false)).Reveal())]
        : [];

    private void Write(Utf8JsonWriter json, DriftNotification notification)
    {
        DateTimeOffset lapses = notification.At + options.ResolveTimeout;
        json.WriteStartArray();
        foreach (DriftAlert alert in notification.Firing.Concat(notification.Resolved))
        {
            DateTimeOffset end = alert.State == DriftAlertState.Firing ? lapses : alert.EndsAt ?? notification.At;
            Write(json, alert, alert.Severity, end);
            if (alert.HasEscalated) { Write(json, alert, DriftAlertSeverity.Warning, notification.At); } // to Alertmanager the warning is another alert
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, DriftAlert alert, DriftAlertSeverity severity, DateTimeOffset end)
    {
        json.WriteStartObject();
        AlertJson.Labels(json, alert, severity, options.Labels);
        AlertJson.Annotations(json, alert);
        json.WriteString("startsAt"u8, Stamp(alert.Since < end ? alert.Since : end));
        json.WriteString("endsAt"u8, Stamp(end));
        AlertJson.Generator(json, alert);
        json.WriteEndObject();
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string MendOf(int status) => status switch
    {
        400 => "Check Labels: a name must begin with a letter or _ and hold only letters, digits and _.",
        401 or 403 => "Check TokenSecret.",
        404 => "Check Urls: give the address without /api/v2, with the prefix of --web.route-prefix if there is one.",
        _ => "See Alertmanager's log.",
    };
}
