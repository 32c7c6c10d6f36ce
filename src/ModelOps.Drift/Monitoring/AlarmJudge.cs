using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Monitoring;

/// <summary>Decides which features of a version count as drifted, and since when. For one thread; a function of the buckets it was shown alone.</summary>
internal sealed class AlarmJudge
{
    private const int StreamsOfFeature = 2; // its values, and which are missing

    private readonly DriftMonitoringOptions _options;
    private readonly FeatureEvidence[] _evidence;
    private readonly MissingEvidence[] _missing;
    private readonly DateTimeOffset?[] _since;
    private readonly bool[] _isSeasonal;
    private readonly long _bucketsOfPeriod;
    private readonly long _hold;

    private IEnumerable<FeatureEvidence> Evidence => _evidence.Concat(_missing.Select(static missing => missing.Evidence));

    /// <param name="reference">Reference of the version.</param>
    /// <param name="options">Settings.</param>
    /// <param name="hold">Buckets for which evidence counts after it crossed the threshold: a window.</param>
    internal AlarmJudge(DatasetProfile reference, DriftMonitoringOptions options, long hold)
    {
        _options = options;
        double threshold = new AlarmBudget(options.AlarmsPerWeek, options.BucketLength, Math.Max(1, StreamsOfFeature * reference.Features.Count)).Threshold;
        _evidence = [.. reference.Features.Select(feature => new FeatureEvidence(feature, threshold, options.MaxValuesPerBucket))];
        _missing = [.. reference.Features.Select(feature => new MissingEvidence(feature, threshold, options.MaxValuesPerBucket))];
        _since = new DateTimeOffset?[_evidence.Length];
        _isSeasonal = [.. reference.Features.Select(feature => Seasons.Concerns(options.Season, feature.Name))];
        _bucketsOfPeriod = (long)(options.EvidencePeriod / options.BucketLength);
        _hold = hold;
    }

    /// <summary>Whether any feature could count as drifted in a window that ends now.</summary>
    internal bool IsAwake(long end) => _options.AlarmRule == DriftAlarmRule.EachWindow
        || Array.Exists(_since, static since => since is not null) || Evidence.Any(evidence => evidence.HasAlarmed(end, _hold));

    /// <summary>Streams whose evidence crossed the threshold in the bucket that ends now.</summary>
    internal int Alarmed(long end) => Evidence.Count(evidence => evidence.HasAlarmed(end, within: 0));

    /// <summary>Takes the evidence of a bucket.</summary>
    internal void Observe(long bucket, BucketSum values, BucketSum? season)
    {
        if (_options.AlarmRule != DriftAlarmRule.Sequential) { return; }
        for (int i = 0; i < _evidence.Length; i++)
        {
            FeatureProfile found = values.Snapshot(i);
            FeatureProfile? before = _isSeasonal[i] ? season?.Snapshot(i) : null;
            _evidence[i].Observe(bucket, bucket / _bucketsOfPeriod, found, before);
            _missing[i].Observe(bucket, bucket / _bucketsOfPeriod, found, before);
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
        bool values = feature.ValueVerdict == DriftVerdict.Drifted && IsBelieved(i, _evidence[i], end);
        bool missing = feature.Missing is { HasDrifted: true } && IsBelieved(i, _missing[i].Evidence, end);
        _since[i] = values || missing ? _since[i] ?? from : null;
        DriftVerdict verdict = values ? DriftVerdict.Drifted : feature.ValueVerdict == DriftVerdict.Drifted ? DriftVerdict.Stable : feature.ValueVerdict;
        return (feature with { Since = _since[i] }).With(verdict, feature.Missing is { } found ? found with { HasDrifted = missing } : null);
    }

    private bool IsBelieved(int i, FeatureEvidence evidence, long end) =>
        _options.AlarmRule == DriftAlarmRule.EachWindow || _since[i] is not null || evidence.HasAlarmed(end, _hold);
}
