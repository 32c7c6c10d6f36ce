using System.Globalization;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Alerts;

/// <summary>Says what a window of performance found as alerts take it: metric by metric, estimated when it ended, realised when it was judged by labels.</summary>
internal sealed class PerformanceFindings
{
    private readonly DriftAlertOptions _options;
    private readonly PerformanceEvaluation _evaluation;
    private readonly PerformanceEstimate _metrics;

    private PerformanceFindings(DriftAlertOptions options, PerformanceEvaluation evaluation, PerformanceEstimate metrics)
    {
        _options = options;
        _evaluation = evaluation;
        _metrics = metrics;
    }

    private bool IsEstimate => _evaluation.Stage == PerformanceStage.Estimated;

    /// <returns>The observation; null when the window has nothing of its stage.</returns>
    public static AlertObservation? Observe(DriftAlertOptions options, PerformanceEvaluation evaluation)
    {
        bool isEstimate = evaluation.Stage == PerformanceStage.Estimated;
        if ((isEstimate ? evaluation.Estimate : evaluation.Realised?.Performance) is not { } metrics) { return null; }
        var findings = new PerformanceFindings(options, evaluation, metrics);
        return new AlertObservation
        {
            Model = evaluation.Model,
            Version = evaluation.Version,
            Kind = isEstimate ? DriftAlertKind.EstimatedPerformance : DriftAlertKind.RealisedPerformance,
            Source = isEstimate ? "performance.estimated" : "performance.realised",
            From = evaluation.From,
            To = evaluation.To,
            Findings = [.. metrics.Metrics.Select(findings.Find)],
        };
    }

    private AlertFinding Find(MetricEstimate metric)
    {
        DriftVerdict verdict = RealisedJudge.Judge(metric, _metrics.Count, _evaluation.MinRows) switch
        {
            PerformanceVerdict.Worse => DriftVerdict.Drifted,
            PerformanceVerdict.AsExpected => DriftVerdict.Stable,
            _ => DriftVerdict.NotEnoughData,
        };
        return new AlertFinding($"{(IsEstimate ? "estimated" : "realised")} {metric.Metric}", verdict, null, () => Describe(metric));
    }

    private AlertContent Describe(MetricEstimate metric)
    {
        FeatureDrift found = Numbers(metric);
        return new AlertContent
        {
            Window = _evaluation.Window,
            Found = found,
            Severity = _options.IsCritical(found) ? DriftAlertSeverity.Critical : DriftAlertSeverity.Warning,
            Size = $"{AlertText.Number(metric.Value)} in the window {_evaluation.Window}, between {AlertText.Number(metric.Lower)} and {AlertText.Number(metric.Upper)}; "
                + $"{AlertText.Number(metric.Reference)} on the reference: {AlertText.Number(found.EffectSize)} worse.",
            Confidence = Confidence(),
            Advice = Advice(),
            ReportUrl = ReportLink.Of(_options.ReportUrl, _evaluation.Model, _evaluation.Version, metric.Metric, _evaluation.From, _evaluation.To),
        };
    }

    // How much worse, against the half of the band: 1 is where the whole band lies on the bad side.
    private FeatureDrift Numbers(MetricEstimate metric)
    {
        double band = MetricEstimate.BandWidth * metric.SamplingError;
        double worse = Math.Abs(metric.Value - metric.Reference);
        double chance = metric.SamplingError > 0 ? NormalDistribution.Survival(worse / metric.SamplingError) : 0;
        return new FeatureDrift
        {
            Feature = metric.Metric,
            Statistic = metric.Metric,
            Value = metric.Value,
            PValue = chance,
            AdjustedPValue = chance,
            CriticalValue = metric.IsHigherBetter ? metric.Reference - band : metric.Reference + band,
            EffectSize = worse,
            MinimumEffect = band,
            ReferenceCount = _evaluation.ReferenceCount,
            CurrentCount = _metrics.Count,
            Verdict = DriftVerdict.Drifted,
        };
    }

    private string Confidence()
    {
        string rows = AlertText.Count(_metrics.Count);
        string of = IsEstimate
            ? $"Estimated of {rows} predictions, without labels: right as far as scores, or errors, depend on the inputs as they did on the reference"
            : string.Create(CultureInfo.InvariantCulture, $"Of {rows} predictions with labels, {AlertText.Share(_evaluation.LabelledShare)} of those remembered");
        return $"{of}. The whole band of three standard errors is on the bad side; each metric of a model that does as well as ever is there in about 0.1 % of windows.";
    }

    private string Advice() => this switch
    {
        { IsEstimate: true } => "The model meets inputs that it is less sure of. See which features drifted and whether something broke upstream; mend that first. If the inputs are right, get labels for newest "
            + "predictions, and retrain when they agree.",
        { _evaluation.EstimateVerdict: PerformanceVerdict.AsExpected } => "Labels say it is worse, and the scores did not see it: the same inputs now mean something else, or labels are wrong or come for some predictions "
            + "only. Check how labels are made and which came; else retrain on newest data, and the calibration with it.",
        _ => "Check how labels are made and that they come for all kinds of predictions alike. If they are right, see which features drifted, and retrain on newest data or roll back to the version before.",
    };
}
