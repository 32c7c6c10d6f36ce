using System.Globalization;

namespace ModelOps.Drift.Alerts;

/// <summary>Fills in the template of report addresses. Names are percent-encoded, so that they stay within their place.</summary>
internal static class ReportLink
{
    public static bool IsTemplate(string template) =>
        Uri.TryCreate(Fill(template, "m", "v", "f", default, default), UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    public static Uri? Of(string? template, string model, string version, string feature, DateTimeOffset from, DateTimeOffset to) => template is not null
        && Uri.TryCreate(Fill(template, model, version, feature, from, to), UriKind.Absolute, out Uri? url)
            ? url
            : null;

    private static string Fill(string template, string model, string version, string feature, DateTimeOffset from, DateTimeOffset to) => template
        .Replace("{model}", Uri.EscapeDataString(model), StringComparison.Ordinal)
        .Replace("{version}", Uri.EscapeDataString(version), StringComparison.Ordinal)
        .Replace("{feature}", Uri.EscapeDataString(AlertText.Bound(feature)), StringComparison.Ordinal)
        .Replace("{from}", Uri.EscapeDataString(from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), StringComparison.Ordinal)
        .Replace("{to}", Uri.EscapeDataString(to.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), StringComparison.Ordinal);
}
