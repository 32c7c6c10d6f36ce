using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>The evidence about which values of one feature are missing, bucket after bucket. For one thread.</summary>
/// <remarks>Nothing is bet until a value has been missing, in the reference or in an earlier bucket of the period: features that are always there cost nothing,
/// and since only the past decides, the promise holds.</remarks>
internal sealed class MissingEvidence
{
    private readonly CategoricalFeatureProfile _reference;
    private readonly bool _isKnown;
    private long _period = long.MinValue;
    private bool _wasSeen;

    internal MissingEvidence(FeatureProfile reference, double threshold, int mostValues)
    {
        _reference = MissingValues.Profile(reference);
        _isKnown = MissingValues.CountOf(reference) > 0;
        Evidence = new FeatureEvidence(_reference, threshold, mostValues);
    }

    internal FeatureEvidence Evidence { get; }

    /// <inheritdoc cref="FeatureEvidence.Observe"/>
    internal void Observe(long bucket, long period, FeatureProfile values, FeatureProfile? season)
    {
        if (period != _period) { (_period, _wasSeen) = (period, _isKnown); }
        if (_wasSeen) { Evidence.Observe(bucket, period, Counted(values), season is null ? null : Counted(season)); }
        _wasSeen |= MissingValues.CountOf(values) > 0;
    }

    private CategoricalFeatureProfile Counted(FeatureProfile values) => _reference.With(MissingValues.Counts(values), missingCount: 0);
}
