using System.Buffers;
using System.Text.Json;

namespace ModelOps.Drift.Alerts;

/// <summary>What Alertmanager knows of an alert, as labels and annotations.</summary>
internal static class AlertJson
{
    private const string DriftName = "ModelDrift";
    private const string PerformanceName = "ModelPerformance";
    private const string StreamName = "ModelStream";

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes)) { content(json); }
        return bytes.WrittenSpan.ToArray();
    }

    public static string Name(DriftAlertSeverity severity) => severity == DriftAlertSeverity.Critical ? "critical" : "warning";

    public static void Labels(Utf8JsonWriter json, DriftAlert alert, DriftAlertSeverity severity, IEnumerable<KeyValuePair<string, string>> more)
    {
        json.WriteStartObject("labels"u8);
        json.WriteString("alertname"u8, NameOf(alert.Kind));
        json.WriteString("severity"u8, Name(severity));
        json.WriteString("model"u8, alert.Model);
        json.WriteString("version"u8, alert.Version);
        json.WriteString("feature"u8, alert.Feature);
        foreach ((string name, string value) in more) { json.WriteString(name, value); }
        json.WriteEndObject();
    }

    public static void Annotations(Utf8JsonWriter json, DriftAlert alert)
    {
        json.WriteStartObject("annotations"u8);
        json.WriteString("summary"u8, DriftAlertTexts.Summary(alert));
        json.WriteString("description"u8, $"{alert.Size} {alert.Confidence}");
        json.WriteString("advice"u8, alert.Advice);
        if (alert.FiredCount > 1) { json.WriteString("flapping"u8, DriftAlertTexts.Flapping(alert)); }
        if (alert.ReportUrl is not null) { json.WriteString("report"u8, alert.ReportUrl.AbsoluteUri); }
        json.WriteEndObject();
    }

    /// <summary>The name that the alerts of a notification share; that of drift where they are of several kinds.</summary>
    public static string NameOf(DriftNotification notification)
    {
        string[] names = [.. notification.Firing.Concat(notification.Resolved).Select(static alert => NameOf(alert.Kind)).Distinct(StringComparer.Ordinal)];
        return names.Length == 1 ? names[0] : DriftName;
    }

    public static void Generator(Utf8JsonWriter json, DriftAlert alert) => json.WriteString("generatorURL"u8, alert.ReportUrl?.AbsoluteUri ?? string.Empty);

    private static string NameOf(DriftAlertKind kind) => kind switch
    {
        DriftAlertKind.EstimatedPerformance or DriftAlertKind.RealisedPerformance => PerformanceName,
        DriftAlertKind.Stream => StreamName,
        _ => DriftName,
    };
}
