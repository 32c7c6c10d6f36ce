using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Drift.Performance.Monitoring;

internal sealed class PerformanceMetrics
{
    private const string MetricTag = "modelops.performance.metric";
    private const string SourceTag = "modelops.performance.source";
    private const string BoundTag = "modelops.performance.bound";
    private readonly Gauge<double> _estimated;
    private readonly Gauge<double> _realised;
    private readonly Gauge<double> _reference;
    private readonly Gauge<int> _worse;
    private readonly Gauge<double> _labelled;
    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _labels;

    public PerformanceMetrics(IMeterFactory meters, PerformanceDirectory directory)
    {
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        _estimated = meter.CreateGauge<double>("modelops.performance.estimated", description: "Metric of the newest window, estimated without labels: its value, and the bounds of its band.");
        _realised = meter.CreateGauge<double>("modelops.performance.realised", description: "Metric of the newest window that was judged by labels: its value, and the bounds of its band.");
        _reference = meter.CreateGauge<double>("modelops.performance.reference", description: "Metric on the labelled reference of the version.");
        _worse = meter.CreateGauge<int>("modelops.performance.worse", unit: "{metric}", description: "1 when the whole band of a metric is worse than on the reference, else 0.");
        _labelled = meter.CreateGauge<double>("modelops.performance.labelled", unit: "1", description: "Share of a window's remembered predictions whose labels came.");
        _evaluations = meter.CreateCounter<long>("modelops.performance.evaluations", unit: "{evaluation}", description: "Windows that were told of, estimated or judged by labels.");
        _labels = meter.CreateCounter<long>("modelops.performance.labels", unit: "{label}", description: "Labels that came, by what became of them.");
        meter.CreateObservableCounter(
            "modelops.performance.unmapped", () => PerVersion(directory, static version => version.UnmappedCount), unit: "{call}", description: "Answered calls in which no prediction was found.");
        meter.CreateObservableGauge(
            "modelops.performance.ids", () => PerVersion(directory, static version => version.Join?.EntryCount ?? 0), unit: "{id}", description: "Ids that are remembered for labels.");
        meter.CreateObservableCounter(
            "modelops.performance.ids.evicted", () => PerVersion(directory, static version => version.Join?.EvictedCount ?? 0), unit: "{id}",
            description: "Ids that were dropped before their other half came, because more were waiting than fit.");
    }

    internal void Evaluated(PerformanceEvaluation evaluation)
    {
        bool isEstimate = evaluation.Stage == PerformanceStage.Estimated;
        string source = isEstimate ? "estimated" : "realised";
        TagList version = Version(evaluation.Model, evaluation.Version);
        TagList told = version;
        told.Add(SourceTag, source);
        _evaluations.Add(1, told);
        if (!isEstimate) { _labelled.Record(evaluation.LabelledShare, version); }
        PerformanceEstimate? found = isEstimate ? evaluation.Estimate : evaluation.Realised?.Performance;
        foreach (MetricEstimate metric in found?.Metrics ?? [])
        {
            TagList tags = version;
            tags.Add(MetricTag, metric.Metric);
            Record(isEstimate ? _estimated : _realised, metric, tags);
            if (!double.IsNaN(metric.Reference)) { _reference.Record(metric.Reference, tags); }
            PerformanceVerdict verdict = RealisedJudge.Judge(metric, found!.Count, evaluation.MinRows);
            if (verdict == PerformanceVerdict.NotEnoughData) { continue; }
            tags.Add(SourceTag, source);
            _worse.Record(verdict == PerformanceVerdict.Worse ? 1 : 0, tags);
        }
    }

    /// <summary>Counts a label.</summary>
    /// <param name="model">Its model; null where it is none that is watched, since such names are anybody's.</param>
    /// <param name="outcome">What became of it.</param>
    internal void Labelled(string? model, LabelOutcome outcome)
    {
        var tags = new TagList { { Diagnostics.DriftTagNames.Outcome, Name(outcome) } };
        if (model is not null) { tags.Add(ModelOpsTagNames.Model, model); }
        _labels.Add(1, tags);
    }

    private static void Record(Gauge<double> gauge, MetricEstimate metric, TagList tags)
    {
        foreach ((string bound, double value) in (ReadOnlySpan<(string, double)>)[("value", metric.Value), ("lower", metric.Lower), ("upper", metric.Upper)])
        {
            if (double.IsNaN(value)) { continue; }
            TagList bounds = tags;
            bounds.Add(BoundTag, bound);
            gauge.Record(value, bounds);
        }
    }

    private static TagList Version(string model, string version) => new() { { ModelOpsTagNames.Model, model }, { ModelOpsTagNames.Version, version } };

    private static string Name(LabelOutcome outcome) => outcome switch
    {
        LabelOutcome.Joined => "joined",
        LabelOutcome.Waiting => "waiting",
        LabelOutcome.Duplicate => "duplicate",
        LabelOutcome.Unknown => "unknown",
        LabelOutcome.Invalid => "invalid",
        _ => "not_watched",
    };

    private static IEnumerable<Measurement<long>> PerVersion(PerformanceDirectory directory, Func<VersionPerformance, long> count) =>
        directory.Entries.Select(version => new Measurement<long>(count(version), Version(version.Key.Model, version.Key.Version)));
}
