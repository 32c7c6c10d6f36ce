namespace ModelOps.Drift.Alerts;

/// <summary>Unit tests of the rules: drift begins, is told after its time, and ends; it ends too when nobody evaluates; each other alert fires once.</summary>
internal static class DriftRuleTests
{
    private const string Version = "3";
    private const string Feature = "income";
    private const string Statistic = "ks";
    private const double Effect = 0.42;
    private const int Begins = 5; // minutes

    public static KeyValuePair<string, object?>[] Make(string rulesFile, DriftRuleOptions options)
    {
        string model = options.Models.Count > 0 ? options.Models[0] : "demand";
        var text = new RuleText(model, Version, Feature, Statistic, RuleText.Number3(Effect), "75%", "chat");
        return Yaml.Map(
            ("rule_files", new object[] { rulesFile }),
            ("evaluation_interval", "1m"),
            ("tests", new object[] { Drifts(options, text), Stops(options, text), Fails(options, text) }));
    }

    private static KeyValuePair<string, object?>[] Drifts(DriftRuleOptions options, RuleText text)
    {
        string labels = Labels(text);
        int told = Begins + Minutes(options.For) + 1;
        int ends = told + 10;
        return Yaml.Map(
            ("interval", "1m"),
            ("input_series", new object[]
            {
                Series(DriftSeries.Drifted, FeatureLabels(text), $"0+0x{Begins - 1} 1+0x{ends - Begins - 1} 0+0x10"),
                Series(DriftSeries.Effect, FeatureLabels(text), $"0.01+0x{Begins - 1} {RuleText.Number3(Effect)}+0x{ends - Begins - 1} 0.01+0x10"),
                Series(DriftSeries.Share, labels, $"0+0x{Begins - 1} 0.75+0x{ends - Begins - 1} 0+0x10"),
                Series(DriftSeries.Last, labels, $"0+60x{ends + 10}"),
            }),
            ("alert_rule_test", new object[]
            {
                Test(Begins - 1, "ModelFeatureDrifted"),
                Test(told, "ModelFeatureDrifted", FeatureAlert(options, text)),
                Test(told, "ModelDriftWidespread", VersionAlert(options, text, "critical", text.WideSummary, RuleText.WideAdvice)),
                Test(ends + 1, "ModelFeatureDrifted"),
                Test(ends + 1, "ModelDriftWidespread"),
            }),
            ("promql_expr_test", new object[]
            {
                Yaml.Map(
                    ("expr", "modelops:drift_features_drifted:share"),
                    ("eval_time", $"{told}m"),
                    ("exp_samples", new object[]
                    {
                        Yaml.Map(("labels", $"modelops:drift_features_drifted:share{{{DriftSeries.Model}={RuleRules.Quote(text.Model)},{DriftSeries.Version}={RuleRules.Quote(text.Version)}}}"), ("value", 0.75)),
                    })),
            }));
    }

    private static KeyValuePair<string, object?>[] Stops(DriftRuleOptions options, RuleText text)
    {
        string labels = Labels(text);
        int stale = Minutes(options.StaleAfter) + 2;
        int told = stale + 12;
        return Yaml.Map(
            ("interval", "1m"),
            ("input_series", new object[]
            {
                Series(DriftSeries.Drifted, FeatureLabels(text), $"1+0x{told + 10}"),
                Series(DriftSeries.Effect, FeatureLabels(text), $"{RuleText.Number3(Effect)}+0x{told + 10}"),
                Series(DriftSeries.Last, labels, $"0+0x{told + 10}"),
                Series(DriftSeries.Rows, $"{labels},{DriftSeries.Fate}=\"profiled\"", $"0+100x{told + 10}"),
            }),
            ("alert_rule_test", new object[]
            {
                Test(stale, "ModelFeatureDrifted"),
                Test(told, "ModelDriftNotEvaluated", VersionAlert(options, text, "warning", text.StillSummary, RuleText.StillAdvice)),
            }));
    }

    private static KeyValuePair<string, object?>[] Fails(DriftRuleOptions options, RuleText text) => Yaml.Map(
        ("interval", "1m"),
        ("input_series", new object[]
        {
            Series(DriftSeries.Lost, Labels(text), "0+0x3 5+0x20"),
            Series(DriftSeries.Notifications, $"job=\"models\",instance=\"a\",{DriftSeries.Sink}={RuleRules.Quote(text.Sink)},error_type=\"503\"", "0+1x20"),
        }),
        ("alert_rule_test", new object[]
        {
            Test(2, "ModelDriftBucketsLost"),
            Test(8, "ModelDriftBucketsLost", VersionAlert(options, text, "warning", text.LostSummary, RuleText.LostAdvice)),
            Test(12, "ModelDriftNotificationsFail", Yaml.Map(
                ("exp_labels", Yaml.Map([("severity", "warning"), (DriftSeries.Sink, text.Sink), .. DriftAlertRules.More(options)])),
                ("exp_annotations", Yaml.Map(("summary", text.SinkSummary), ("advice", RuleText.SinkAdvice))))),
        }));

    private static KeyValuePair<string, object?>[] FeatureAlert(DriftRuleOptions options, RuleText text) => Yaml.Map(
        ("exp_labels", Yaml.Map([
            ("severity", "warning"), ("model", text.Model), ("version", text.Version), ("feature", text.Feature),
            (DriftSeries.Model, text.Model), (DriftSeries.Version, text.Version), (DriftSeries.Feature, text.Feature), (DriftSeries.Statistic, text.Statistic), .. DriftAlertRules.More(options)])),
        ("exp_annotations", DriftAlertRules.Annotations(options, text, true, text.FeatureSummary, text.FeatureDescription, text.FeatureAdvice)));

    private static KeyValuePair<string, object?>[] VersionAlert(DriftRuleOptions options, RuleText text, string severity, string summary, string advice) => Yaml.Map(
        ("exp_labels", Yaml.Map([
            ("severity", severity), ("model", text.Model), ("version", text.Version), (DriftSeries.Model, text.Model), (DriftSeries.Version, text.Version), .. DriftAlertRules.More(options)])),
        ("exp_annotations", DriftAlertRules.Annotations(options, text, false, summary, null, advice)));

    private static KeyValuePair<string, object?>[] Test(int minute, string alert, params KeyValuePair<string, object?>[][] expected) =>
        Yaml.Map(("eval_time", $"{minute}m"), ("alertname", alert), ("exp_alerts", expected.Cast<object>().ToArray()));

    private static KeyValuePair<string, object?>[] Series(string name, string labels, string values) => Yaml.Map(("series", $"{name}{{{labels}}}"), ("values", values));

    private static string Labels(RuleText text) =>
        $"job=\"models\",instance=\"a\",{DriftSeries.Model}={RuleRules.Quote(text.Model)},{DriftSeries.Version}={RuleRules.Quote(text.Version)}";

    private static string FeatureLabels(RuleText text) =>
        $"{Labels(text)},{DriftSeries.Feature}={RuleRules.Quote(text.Feature)},{DriftSeries.Statistic}={RuleRules.Quote(text.Statistic)}";

    private static int Minutes(TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);
}
