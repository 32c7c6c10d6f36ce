using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Drift.Diagnostics;

internal sealed class DriftMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Gauge<double> _share;
    private readonly Gauge<double> _effect;

    public DriftMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        _duration = meter.CreateHistogram(
            "modelops.drift.evaluation.duration", unit: "s", description: "Time to compare one profile with its reference.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 1, 10] });
        _share = meter.CreateGauge<double>(
            "modelops.drift.features.drifted", unit: "1", description: "Share of the tested features that have drifted.");
        _effect = meter.CreateGauge<double>(
            "modelops.drift.feature.effect", unit: "1", description: "Effect size of the change of one feature, in its detector's measure.");
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
        if (!_effect.Enabled)
        {
            return;
        }

        foreach (FeatureDrift feature in report.Features)
        {
            if (feature.Verdict != DriftVerdict.NotEnoughData)
            {
                _effect.Record(feature.EffectSize, new TagList
                {
                    { ModelOpsTagNames.Model, model },
                    { ModelOpsTagNames.Version, version },
                    { DriftTagNames.Feature, feature.Feature },
                    { DriftTagNames.Statistic, feature.Statistic },
                });
            }
        }
    }
}
