namespace ModelOps.Drift.Alerts;

/// <summary>Writes a configuration of Alertmanager that groups drift by version of a model, lets critical alerts silence the warnings of the same version, and pages for critical ones only.</summary>
/// <remarks>For Alertmanager 0.25 and later. It takes the alerts of <see cref="DriftAlertRules"/> and those that <c>AddDriftAlerts()</c> sends, which have the same labels.</remarks>
public static class DriftAlertmanagerConfig
{
    private const string Everyone = "drift";
    private const string Pager = "drift-page";

    /// <summary>Writes the configuration.</summary>
    /// <param name="options">What to write.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="ArgumentException">There is no receiver, a time is not of whole seconds, or a mail has no sender or receiver.</exception>
    public static string Write(DriftAlertmanagerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Failures(options).ToArray() is { Length: > 0 } failures) { throw new ArgumentException(string.Join(' ', failures), nameof(options)); }
        bool pages = options.PagerDutyKeyFile is not null;
        return Yaml.Write(Yaml.Map(
            ("route", Yaml.Map(
                ("receiver", Everyone),
                ("group_by", new object[] { "model", "version" }),
                ("group_wait", RuleRules.Seconds(options.GroupWait)),
                ("group_interval", RuleRules.Seconds(options.GroupInterval)),
                ("repeat_interval", RuleRules.Seconds(options.RepeatInterval)),
                ("routes", pages ? new object[] { Yaml.Map(("receiver", Pager), ("matchers", new object[] { "severity=\"critical\"" }), ("continue", true)), Yaml.Map(("receiver", Everyone)) } : null))),
            ("inhibit_rules", new object[]
            {
                Yaml.Map(
                    ("source_matchers", new object[] { "severity=\"critical\"" }), ("target_matchers", new object[] { "severity=\"warning\"" }), ("equal", new object[] { "model", "version" })),
            }),
            ("receivers", (object[])[Receiver(options), .. Pagers(options)])));
    }

    private static KeyValuePair<string, object?>[] Receiver(DriftAlertmanagerOptions options) => Yaml.Map(
        ("name", Everyone),
        ("slack_configs", options.SlackUrlFile is null ? null : new object[] { Yaml.Map(("api_url_file", options.SlackUrlFile), ("send_resolved", true), ("title", Title), ("text", Text)) }),
        ("webhook_configs", options.WebhookUrl is null ? null : new object[] { Yaml.Map(("url", options.WebhookUrl.AbsoluteUri), ("send_resolved", true)) }),
        ("email_configs", options.SmtpHost is null ? null : new object[]
        {
            Yaml.Map(
                ("to", options.MailTo), ("from", options.MailFrom), ("smarthost", options.SmtpHost), ("require_tls", options.SmtpRequiresTls), ("send_resolved", true),
                ("headers", Yaml.Map(("Subject", Title))), ("text", Text)),
        }));

    private static IEnumerable<object> Pagers(DriftAlertmanagerOptions options) => options.PagerDutyKeyFile is null
        ? []
        : [Yaml.Map(("name", Pager), ("pagerduty_configs", new object[] { Yaml.Map(("routing_key_file", options.PagerDutyKeyFile), ("send_resolved", true), ("description", Title)) }))];

    private static string Title => "{{ if eq .Status \"firing\" }}Drift{{ else }}Drift is over{{ end }} of {{ .GroupLabels.model }} version {{ .GroupLabels.version }}";

    private static string Text => "{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }} {{ .Annotations.advice }} {{ .Annotations.report }}\n{{ end }}";

    private static IEnumerable<string> Failures(DriftAlertmanagerOptions options)
    {
        if (options is { SlackUrlFile: null, WebhookUrl: null, SmtpHost: null }) { yield return "There is no receiver. Give SlackUrlFile, WebhookUrl or SmtpHost; PagerDutyKeyFile comes beside it."; }
        if (options.SmtpHost is not null && (options.MailFrom is null || options.MailTo is null)) { yield return "Mails need MailFrom and MailTo."; }
        if (options.WebhookUrl is { IsAbsoluteUri: false }) { yield return "WebhookUrl is not absolute. Give one like https://hook.example/drift."; }
        foreach ((string name, TimeSpan time) in ((string, TimeSpan)[])[
            (nameof(options.GroupWait), options.GroupWait), (nameof(options.GroupInterval), options.GroupInterval), (nameof(options.RepeatInterval), options.RepeatInterval)])
        {
            bool mayBeZero = name == nameof(options.GroupWait);
            if (time < TimeSpan.Zero || (time == TimeSpan.Zero && !mayBeZero) || time.Ticks % TimeSpan.TicksPerSecond != 0) { yield return $"{name} is {time}. Set it to whole seconds, e.g. 300 s."; }
        }
    }
}
