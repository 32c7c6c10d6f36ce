namespace ModelOps.Drift.Alerts;

/// <summary>Writes rules for Prometheus that record drift and alert on it, and unit tests of the rules for <c>promtool test rules</c>.</summary>
/// <remarks>The rules read what the OpenTelemetry exporters for Prometheus make of this package's metrics. For Prometheus 2.42 and later. Alerts carry the labels <c>model</c>, <c>version</c>, <c>feature</c> and
/// <c>severity</c>, as those that <c>AddDriftAlerts()</c> sends to Alertmanager do; use one of the two ways for a model.</remarks>
public static class DriftAlertRules
{
    private const string Version = DriftSeries.Model + ", " + DriftSeries.Version;
    private const string Feature = Version + ", " + DriftSeries.Feature + ", " + DriftSeries.Statistic;

    /// <summary>Writes a file of rules.</summary>
    /// <param name="options">What to write; null for the defaults.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves; the message lists all that is wrong.</exception>
    public static string WriteRules(DriftRuleOptions? options = null) => Yaml.Write(Groups(Checked(options)));

    /// <summary>Writes unit tests of what <see cref="WriteRules"/> writes of the same options.</summary>
    /// <param name="rulesFile">Name of the file of rules, as seen from that of the tests.</param>
    /// <param name="options">What the rules were written of; null for the defaults.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves; the message lists all that is wrong.</exception>
    public static string WriteUnitTests(string rulesFile, DriftRuleOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(rulesFile);
        return Yaml.Write(DriftRuleTests.Make(rulesFile, Checked(options)));
    }

    /// <summary>Writes the rules as a <c>PrometheusRule</c> of the Prometheus Operator.</summary>
    /// <param name="name">Name of the object.</param>
    /// <param name="labels">Its labels, those that the Prometheus selects rules by; null for none.</param>
    /// <param name="options">What to write; null for the defaults.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves; the message lists all that is wrong.</exception>
    public static string WritePrometheusRule(string name, IReadOnlyDictionary<string, string>? labels = null, DriftRuleOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Yaml.Write(Yaml.Map(
            ("apiVersion", "monitoring.coreos.com/v1"),
            ("kind", "PrometheusRule"),
            ("metadata", Yaml.Map(("name", name), ("labels", labels is { Count: > 0 } ? Yaml.Map([.. labels.Select(static label => (label.Key, (object?)label.Value))]) : null))),
            ("spec", Groups(Checked(options)))));
    }

    private static KeyValuePair<string, object?>[] Groups(DriftRuleOptions options)
    {
        string interval = options.Interval is { } every ? RuleRules.Seconds(every) : string.Empty;
        return Yaml.Map(("groups", new object[]
        {
            Yaml.Map(("name", "modelops-drift"), ("interval", interval.Length > 0 ? interval : null), ("rules", Rules(options))),
        }));
    }

    private static object[] Rules(DriftRuleOptions options)
    {
        RuleText text = RuleText.Template;
        string stale = RuleRules.WholeSeconds(options.StaleAfter);
        string models = RuleRules.Matcher(options.Models);
        string fresh = $"on (job, instance, {Version}) (time() - {DriftSeries.Last} < {stale})";
        string wait = RuleRules.Seconds(options.For);
        return
        [
            Record("modelops:drift_feature_effect:drifted", $"max by ({Feature}) ({Either(DriftSeries.Effect, options)} and on (job, instance, {Feature}) ({DriftSeries.Drifted} == 1) and {fresh})"),
            Record("modelops:drift_features_drifted:share", $"max by ({Version}) ({Either(DriftSeries.Share, options)} and {fresh})"),
            Alert("ModelFeatureDrifted", "modelops:drift_feature_effect:drifted", wait, "warning", options, text, true, text.FeatureSummary, text.FeatureDescription, text.FeatureAdvice),
            Alert("ModelDriftWidespread", $"modelops:drift_features_drifted:share >= {RuleText.Number3(options.CriticalShare)}", wait, "critical", options, text, false, text.WideSummary, null, RuleText.WideAdvice),
            Alert("ModelDriftNotEvaluated",
                $"sum by ({Version}) (increase({DriftSeries.Rows}{RuleRules.Matcher(options.Models, $"{DriftSeries.Fate}=\"profiled\"")}[{stale}s])) > 0 unless on ({Version}) (time() - {DriftSeries.Last} < {stale})",
                "10m", "warning", options, text, false, text.StillSummary, null, RuleText.StillAdvice),
            Alert("ModelDriftBucketsLost", $"sum by ({Version}) (increase({DriftSeries.Lost}{models}[15m])) > 0", "0s", "warning", options, text, false, text.LostSummary, null, RuleText.LostAdvice),
            Yaml.Map(
                ("alert", "ModelDriftNotificationsFail"),
                ("expr", $"sum by ({DriftSeries.Sink}) (increase({DriftSeries.Notifications}{{error_type!=\"\"}}[15m])) > 0"),
                ("for", "5m"),
                ("labels", Yaml.Map([("severity", "warning"), .. More(options)])),
                ("annotations", Yaml.Map(("summary", text.SinkSummary), ("advice", RuleText.SinkAdvice)))),
        ];
    }

    private static string Either(string name, DriftRuleOptions options) => RuleRules.Matcher(options.Models, $"__name__=~\"{name}(_ratio)?\"");

    private static KeyValuePair<string, object?>[] Record(string name, string expression) => Yaml.Map(("record", name), ("expr", expression));

    private static KeyValuePair<string, object?>[] Alert(
        string name, string expression, string wait, string severity, DriftRuleOptions options, RuleText text, bool hasFeature, string summary, string? description, string advice) => Yaml.Map(
        ("alert", name),
        ("expr", expression),
        ("for", wait),
        ("labels", Yaml.Map([("severity", severity), ("model", text.Model), ("version", text.Version), ("feature", hasFeature ? text.Feature : null), .. More(options)])),
        ("annotations", Annotations(options, text, hasFeature, summary, description, advice)));

    internal static KeyValuePair<string, object?>[] Annotations(DriftRuleOptions options, RuleText text, bool hasFeature, string summary, string? description, string advice) => Yaml.Map(
        ("summary", summary), ("description", description), ("advice", advice), ("report", text.Report(options, hasFeature)));

    internal static IEnumerable<(string Key, object? Value)> More(DriftRuleOptions options) => options.Labels.Select(static label => (label.Key, (object?)label.Value));

    private static DriftRuleOptions Checked(DriftRuleOptions? options)
    {
        options ??= new DriftRuleOptions();
        return RuleRules.Failures(options).ToArray() is { Length: > 0 } failures ? throw new ArgumentException(string.Join(' ', failures), nameof(options)) : options;
    }
}
