using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Drift.Alerts;

/// <summary>Keys made of names: the same wherever they are made, and different for different names.</summary>
internal static class AlertKeys
{
    /// <summary>16 hexadecimal digits. Lengths are hashed too, so that no two lists of parts run together alike.</summary>
    public static string Of(params IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts) { text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};"); }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    public static string Group(DriftAlert alert, DriftAlertGrouping grouping) => grouping switch
    {
        DriftAlertGrouping.Model => Of("group", alert.Model),
        DriftAlertGrouping.Feature => Of("group", alert.Model, alert.Version, alert.Feature),
        _ => Of("group", alert.Model, alert.Version),
    };
}
