using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>The evidence about which values of one feature are missing, bucket after bucket. For one thread.</summary>
/// <remarks>Nothing is bet until a value has been missing, in the reference or in an earlier bucket of the period: features that are always there cost nothing,
/// and since only the past decides, the promise holds.</remarks>
internal sealed class MissingEvidence(FeatureProfile reference, double threshold, int mostValues)
{
    private readonly bool _isKnown = MissingValues.CountOf(reference) > 0;
    private long _period = long.MinValue;
    private bool _wasSeen;

    internal FeatureEvidence Evidence { get; } = new(MissingValues.Profile(reference), threshold, mostValues);

    /// <inheritdoc cref="FeatureEvidence.Observe"/>
    internal void Observe(long bucket, long period, FeatureProfile values, FeatureProfile? season)
    {
        if (period != _period) { (_period, _wasSeen) = (period, _isKnown); }
        if (_wasSeen) { Evidence.Observe(bucket, period, MissingValues.Profile(values), season is null ? null : MissingValues.Profile(season)); }
        _wasSeen |= MissingValues.CountOf(values) > 0;
    }
}
