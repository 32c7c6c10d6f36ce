using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Validation;

internal sealed class DriftAlertOptionsValidator(TimeProvider time) : IValidateOptions<DriftAlertOptions>
{
    private const string Key = DriftAlertOptions.SectionName;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, DriftAlertOptions options)
    {
        string[] failures = [.. Life(options), .. Timing(options), .. Texts(options), .. Sinks(options)];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Life(DriftAlertOptions options)
    {
        if (options.PendingWindows is < 1 or > 1000) { yield return $"{Key}:PendingWindows is {options.PendingWindows}. Set it from 1 to 1000, e.g. 1."; }
        if (options.ResolveWindows is < 1 or > 1000) { yield return $"{Key}:ResolveWindows is {options.ResolveWindows}. Set it from 1 to 1000, e.g. 2."; }
        if (!(options.CriticalMagnitude > 1)) { yield return $"{Key}:CriticalMagnitude is {options.CriticalMagnitude}. Set it above 1, e.g. 5."; }
        if (!(options.CriticalShare is > 0 and <= 1)) { yield return $"{Key}:CriticalShare is {options.CriticalShare}. Set it above 0 and up to 1, e.g. 0.5."; }
        if (options.MaxAlerts is < 1 or > 100_000) { yield return $"{Key}:MaxAlerts is {options.MaxAlerts}. Set it from 1 to 100000, e.g. 10000."; }
        if (!Enum.IsDefined(options.Grouping)) { yield return $"{Key}:Grouping is {options.Grouping}. Set it to {string.Join(", ", Enum.GetNames<DriftAlertGrouping>())}."; }
    }

    private static IEnumerable<string> Timing(DriftAlertOptions options) => new[]
    {
        SinkRules.Range(Key, nameof(options.FlapWindow), options.FlapWindow, TimeSpan.Zero, Month),
        SinkRules.Range(Key, nameof(options.StaleAfter), options.StaleAfter, TimeSpan.FromMinutes(1), 3 * Month),
        SinkRules.Range(Key, nameof(options.GroupWait), options.GroupWait, TimeSpan.Zero, TimeSpan.FromHours(1)),
        SinkRules.Range(Key, nameof(options.GroupInterval), options.GroupInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        SinkRules.Range(Key, nameof(options.RepeatInterval), options.RepeatInterval, options.GroupInterval, Month),
    }.OfType<string>();

    private IEnumerable<string> Texts(DriftAlertOptions options)
    {
        if (options.ReportUrl is not null && !ReportLink.IsTemplate(options.ReportUrl))
        {
            yield return $"{Key}:ReportUrl is no address. Give one like https://reports/{{model}}/{{version}}?window={{from}}/{{to}}.";
        }

        if (options.StateDirectory is { Length: 0 }) { yield return $"{Key}:StateDirectory is empty. Name a folder, or leave it out."; }
        if (options is { SharesState: true, StateDirectory: null }) { yield return $"{Key}:SharesState is true, and StateDirectory is missing. Name the folder that all replicas have."; }
        if (options.Outputs.Any(string.IsNullOrEmpty)) { yield return $"{Key}:Outputs has an empty name. Give names of features, * standing for any characters."; }
        var rules = new SilenceRules(time);
        for (int i = 0; i < options.Silences.Count; i++)
        {
            foreach (string failure in rules.Failures(options.Silences[i], $"{Key}:Silences:{i}:")) { yield return failure; }
        }
    }

    private static IEnumerable<string> Sinks(DriftAlertOptions options)
    {
        (DriftSinkOptions Sink, string Key, IEnumerable<string> Failures)[] sinks = [.. AllSinks(options)];
        foreach ((DriftSinkOptions sink, string key, IEnumerable<string> failures) in sinks)
        {
            foreach (string failure in SinkRules.Check(sink, key).Concat(failures)) { yield return failure; }
        }

        foreach (string name in sinks.GroupBy(static s => s.Sink.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key))
        {
            yield return $"{Key}: several sinks have the name '{name}'. Give each a Name of its own.";
        }
    }

    private static IEnumerable<(DriftSinkOptions Sink, string Key, IEnumerable<string> Failures)> AllSinks(DriftAlertOptions options) =>
    [
        .. options.Alertmanager.Select(static (sink, i) => ((DriftSinkOptions)sink, $"{Key}:Alertmanager:{i}", SinkRules.Check(sink, $"{Key}:Alertmanager:{i}"))),
        .. options.Slack.Select(static (sink, i) => ((DriftSinkOptions)sink, $"{Key}:Slack:{i}", SinkRules.Check(sink, $"{Key}:Slack:{i}"))),
        .. options.Webhooks.Select(static (sink, i) => ((DriftSinkOptions)sink, $"{Key}:Webhooks:{i}", SinkRules.Check(sink, $"{Key}:Webhooks:{i}"))),
        .. options.Smtp.Select(static (sink, i) => ((DriftSinkOptions)sink, $"{Key}:Smtp:{i}", SinkRules.Check(sink, $"{Key}:Smtp:{i}"))),
        .. options.PagerDuty.Select(static (sink, i) => ((DriftSinkOptions)sink, $"{Key}:PagerDuty:{i}", SinkRules.Check(sink, $"{Key}:PagerDuty:{i}"))),
    ];
}
