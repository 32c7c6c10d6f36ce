using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Monitoring;

/// <summary>The evidence of one feature, bucket after bucket. For one thread.</summary>
/// <remarks>It begins anew with each period and after each alarm. An e-detector's expected evidence is at most its number of looks, so over any looks that are cut into
/// runs by whatever schedule or by the alarms themselves, expected false alarms are at most looks over threshold: the budget holds.</remarks>
internal sealed class FeatureEvidence(FeatureProfile reference, double threshold, int mostValues)
{
    private const long Never = long.MinValue;

    private SequentialDriftDetector? _detector;
    private long _period = Never;
    private long _runs;
    private long _alarmedAt = Never;

    /// <summary>Whether it alarmed at most so many buckets ago.</summary>
    internal bool HasAlarmed(long end, long within) => _alarmedAt != Never && end - _alarmedAt <= within;

    /// <summary>Looks at a bucket.</summary>
    /// <param name="bucket">Its number.</param>
    /// <param name="period">Number of the period that it lies in.</param>
    /// <param name="values">Its values.</param>
    /// <param name="season">Values of the same buckets of past seasons; null where the reference is the training data.</param>
    internal void Observe(long bucket, long period, FeatureProfile values, FeatureProfile? season)
    {
        if (values.Count == 0 || season is { Count: 0 }) { return; }
        if (period != _period) { (_detector, _period, _runs) = (null, period, 0); }
        _detector ??= new SequentialDriftDetector(reference, threshold, Seed(period, _runs++));
        if (!_detector.Observe(values, mostValues, season).Alarms) { return; }
        _alarmedAt = bucket + 1;
        _detector = null; // fresh capital and the reference alone, so that what has drifted alarms again
    }

    // The same in every process.
    private int Seed(long period, long run) => (int)Profiles.Sketches.SplitMix64.Mix(Profiles.Sketches.StableHash.Of(reference.Name) + ((ulong)period << 20) + (ulong)run);
}
