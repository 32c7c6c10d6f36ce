using System.Globalization;
using System.Text;

namespace ModelOps.Drift.Alerts;

/// <summary>What options of rules must hold, and how they are said in PromQL.</summary>
internal static class RuleRules
{
    private static readonly string[] Taken = ["alertname", "severity", "model", "version", "feature"];

    public static IEnumerable<string> Failures(DriftRuleOptions options)
    {
        if (Range(nameof(options.For), options.For, TimeSpan.Zero, TimeSpan.FromDays(1)) is { } wait) { yield return wait; }
        if (Range(nameof(options.StaleAfter), options.StaleAfter, TimeSpan.FromSeconds(2), TimeSpan.FromDays(30)) is { } stale) { yield return stale; }
        if (options.Interval is { } interval && Range(nameof(options.Interval), interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) is { } every) { yield return every; }
        if (!(options.CriticalShare is > 0 and <= 1)) { yield return $"CriticalShare is {options.CriticalShare}. Set it above 0 and up to 1, e.g. 0.5."; }
        if (options.Models.Any(static model => !ModelReference.IsName(model))) { yield return $"Models has an entry that is no name: {ModelReference.NameRule}."; }
        if (options.ReportUrl is not null && !ReportLink.IsTemplate(options.ReportUrl)) { yield return "ReportUrl is no address. Give one like https://reports/{model}/{version}."; }
        foreach (string name in options.Labels.Keys.Where(static name => !IsLabel(name) || Taken.Contains(name, StringComparer.Ordinal)))
        {
            yield return $"Labels has '{AlertText.Bound(name, 64)}', which is no label that can be added. Use letters, digits and _, not a digit first, and none of {string.Join(", ", Taken)}.";
        }

        if (options.Labels.Values.Any(static value => value.Contains("{{", StringComparison.Ordinal))) { yield return "Labels has a value with '{{', which Prometheus takes for a template."; }
    }

    /// <summary>A matcher of models, and others, with its braces; empty when there is nothing to match.</summary>
    public static string Matcher(IList<string> models, params string[] others)
    {
        string[] all = models.Count == 0 ? others : [$"{DriftSeries.Model}=~{Quote(string.Join('|', models.Select(Escape)))}", .. others];
        return all.Length == 0 ? string.Empty : $"{{{string.Join(",", all)}}}";
    }

    public static string Seconds(TimeSpan time) => WholeSeconds(time) + "s";

    public static string WholeSeconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A text in PromQL, in double quotes.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // RE2 takes a backslash before any of its own characters.
    private static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (char c in name) { escaped.Append(@"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()); }
        return escaped.ToString();
    }

    private static string? Range(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most && value.Ticks % TimeSpan.TicksPerSecond == 0 ? null : $"{name} is {value}. Set it to whole seconds from {least} to {most}.";

    private static bool IsLabel(string name) => name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
