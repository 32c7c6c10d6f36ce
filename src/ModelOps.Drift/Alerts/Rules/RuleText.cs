using System.Globalization;

namespace ModelOps.Drift.Alerts;

/// <summary>Texts of rules, made twice of the same words: with Prometheus' templates for the rules, and with values for their tests.</summary>
/// <param name="Model">Model, or the template of it.</param>
/// <param name="Version">Version, or the template of it.</param>
/// <param name="Feature">Feature, or the template of it.</param>
/// <param name="Statistic">Statistic, or the template of it.</param>
/// <param name="Number">The value as a number in words, or the template of it.</param>
/// <param name="Percent">The value as a percentage, or the template of it.</param>
/// <param name="Sink">Sink, or the template of it.</param>
internal sealed record RuleText(string Model, string Version, string Feature, string Statistic, string Number, string Percent, string Sink)
{
    public static RuleText Template { get; } = new(
        Label(DriftSeries.Model), Label(DriftSeries.Version), Label(DriftSeries.Feature), Label(DriftSeries.Statistic), "{{ printf \"%.3g\" $value }}",
        "{{ $value | humanizePercentage }}", Label(DriftSeries.Sink));

    public string FeatureSummary => $"Feature '{Feature}' of {Model} version {Version} has drifted.";

    public string FeatureDescription => $"Its effect size is {Number} ({Statistic}). Evidence crossed the threshold of monitoring, and the change is large enough to count.";

    public string FeatureAdvice =>
        "See the report for how it changed. Missing values or one value only: look at the pipeline that fills it. New categories: look at the encoder. A factor: look at units. Otherwise check the error on newest "
        + "labels before you retrain.";

    public string WideSummary => $"{Percent} of the tested features of {Model} version {Version} have drifted.";

    public static string WideAdvice =>
        "Data seldom change so much by themselves. Look for one cause upstream: columns in another order, a changed schema or unit, a failed join, another population of callers. Do not retrain before that is ruled out.";

    public string StillSummary => $"Traffic of {Model} version {Version} is not evaluated for drift.";

    public static string StillAdvice => "Rows are profiled, and no window was evaluated for long. Look at the log of the hosts for events 4010 to 4029, and at the store of drift buckets.";

    public string LostSummary => $"Drift buckets of {Model} version {Version} were lost.";

    public static string LostAdvice => "The store of drift buckets was away for longer than hosts keep them. Look at the store, or raise MaxPendingBuckets.";

    public string SinkSummary => $"Sink {Sink} does not take notifications of drift.";

    public static string SinkAdvice => "Event 4033 in the log of the host says why. What was not taken is offered again.";

    public string? Report(DriftRuleOptions options, bool hasFeature) => options.ReportUrl?.Replace("{model}", Model, StringComparison.Ordinal)
        .Replace("{version}", Version, StringComparison.Ordinal).Replace("{feature}", hasFeature ? Feature : string.Empty, StringComparison.Ordinal);

    public static string Number3(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Label(string name) => $"{{{{ $labels.{name} }}}}";
}
