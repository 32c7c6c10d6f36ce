using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Monitoring;

/// <summary>Decides which features of a version count as drifted, and since when. For one thread; a function of the buckets it was shown alone.</summary>
internal sealed class AlarmJudge
{
    private readonly DriftMonitoringOptions _options;
    private readonly FeatureEvidence[] _evidence;
    private readonly DateTimeOffset?[] _since;
    private readonly bool[] _isSeasonal;
    private readonly long _bucketsOfPeriod;
    private readonly long _hold;

    /// <param name="reference">Reference of the version.</param>
    /// <param name="options">Settings.</param>
    /// <param name="hold">Buckets for which evidence counts after it crossed the threshold: a window.</param>
    internal AlarmJudge(DatasetProfile reference, DriftMonitoringOptions options, long hold)
    {
        _options = options;
        double threshold = new AlarmBudget(options.AlarmsPerWeek, options.BucketLength, Math.Max(1, reference.Features.Count)).Threshold;
        _evidence = [.. reference.Features.Select(feature => new FeatureEvidence(feature, threshold, options.MaxValuesPerBucket))];
        _since = new DateTimeOffset?[_evidence.Length];
        _isSeasonal = [.. reference.Features.Select(feature => Seasons.Concerns(options.Season, feature.Name))];
        _bucketsOfPeriod = (long)(options.EvidencePeriod / options.BucketLength);
        _hold = hold;
    }

    /// <summary>Whether any feature could count as drifted in a window that ends now.</summary>
    internal bool IsAwake(long end) => _options.AlarmRule == DriftAlarmRule.EachWindow
        || Array.Exists(_since, static since => since is not null) || Array.Exists(_evidence, evidence => evidence.HasAlarmed(end, _hold));

    /// <summary>Features whose evidence crossed the threshold in the bucket that ends now.</summary>
    internal int Alarmed(long end) => _evidence.Count(evidence => evidence.HasAlarmed(end, within: 0));

    /// <summary>Takes the evidence of a bucket.</summary>
    internal void Observe(long bucket, BucketSum values, BucketSum? season)
    {
        if (_options.AlarmRule != DriftAlarmRule.Sequential) { return; }
        for (int i = 0; i < _evidence.Length; i++)
        {
            _evidence[i].Observe(bucket, bucket / _bucketsOfPeriod, values.Snapshot(i), _isSeasonal[i] ? season?.Snapshot(i) : null);
        }
    }

    /// <summary>Judges a window.</summary>
    /// <param name="report">What the window shows by itself.</param>
    /// <param name="end">Number after its last bucket.</param>
    /// <param name="from">Its begin.</param>
    internal DriftReport Judge(DriftReport report, long end, DateTimeOffset from) =>
        report with { Features = [.. report.Features.Select((feature, i) => Judge(feature, i, end, from))] };

    private FeatureDrift Judge(FeatureDrift feature, int i, long end, DateTimeOffset from)
    {
        bool drifted = feature.HasDrifted
            && (_options.AlarmRule == DriftAlarmRule.EachWindow || _since[i] is not null || _evidence[i].HasAlarmed(end, _hold));
        _since[i] = drifted ? _since[i] ?? from : null;
        return drifted ? feature with { Since = _since[i] } : feature.HasDrifted ? feature with { Verdict = DriftVerdict.Stable } : feature;
    }
}
