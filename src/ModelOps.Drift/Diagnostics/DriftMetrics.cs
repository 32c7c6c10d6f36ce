using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Drift.Diagnostics;

internal sealed class DriftMetrics
{
    /// <summary>Features of a version that are measured one by one, the first in ordinal order; the share counts all.</summary>
    internal const int MaxFeatures = 256;

    private readonly Histogram<double> _duration;
    private readonly Gauge<double> _share;
    private readonly Gauge<double> _effect;
    private readonly Gauge<int> _state;
    private readonly Gauge<double> _last;
    private readonly Counter<long> _evaluations;
    private readonly TimeProvider _time;

    public DriftMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        _duration = meter.CreateHistogram(
            "modelops.drift.evaluation.duration", unit: "s", description: "Time to compare one profile with its reference.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 1, 10] });
        _share = meter.CreateGauge<double>(
            "modelops.drift.features.drifted", unit: "1", description: "Share of the tested features that have drifted.");
        _effect = meter.CreateGauge<double>(
            "modelops.drift.feature.effect", unit: "1", description: "Effect size of the change of one feature, in its detector's measure.");
        _state = meter.CreateGauge<int>(
            "modelops.drift.feature.state", unit: "{drift}", description: "1 when one feature counts as drifted, 0 when it is stable.");
        _last = meter.CreateGauge<double>(
            "modelops.drift.evaluation.last", unit: "s", description: "When a window of the version was evaluated last, as seconds since 1970.");
        _evaluations = meter.CreateCounter<long>(
            "modelops.drift.evaluations", unit: "{evaluation}", description: "Windows that were compared with their reference.");
    }

    public void Evaluated(string model, string version, TimeSpan elapsed, DriftReport report)
    {
        _duration.Record(elapsed.TotalSeconds, new TagList { { ModelOpsTagNames.Model, model }, { ModelOpsTagNames.Version, version } });
        Evaluated(model, version, report);
    }

    public void Evaluated(string model, string version, DriftReport report)
    {
        var tags = new TagList { { ModelOpsTagNames.Model, model }, { ModelOpsTagNames.Version, version } };
        _share.Record(report.DriftedShare, tags);
        _last.Record(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, tags);
        _evaluations.Add(1, tags);
        if (!_effect.Enabled && !_state.Enabled)
        {
            return;
        }

        foreach (FeatureDrift feature in report.Features.Take(MaxFeatures))
        {
            if (feature.Verdict != DriftVerdict.NotEnoughData)
            {
                var names = new TagList
                {
                    { ModelOpsTagNames.Model, model },
                    { ModelOpsTagNames.Version, version },
                    { DriftTagNames.Feature, feature.Feature },
                    { DriftTagNames.Statistic, feature.Statistic },
                };
                _effect.Record(feature.EffectSize, names);
                _state.Record(feature.HasDrifted ? 1 : 0, names);
            }
        }
    }
}
