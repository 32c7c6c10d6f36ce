using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift;

/// <summary>The rows of a feature that have no usable value: missing and infinite ones.</summary>
internal static class MissingValues
{
    internal static long CountOf(FeatureProfile feature) => feature.MissingCount + feature.NonFiniteCount;

    internal static long RowsOf(FeatureProfile feature) => feature.Count + CountOf(feature);

    /// <summary>The feature as one of two categories.</summary>
    internal static CategoricalFeatureProfile Profile(FeatureProfile feature) => new($"{feature.Name} (missing)", ["missing", "present"], Counts(feature), missingCount: 0);

    /// <summary>Counts of the two categories of <see cref="Profile"/>, and none of others.</summary>
    internal static long[] Counts(FeatureProfile feature) => [CountOf(feature), feature.Count, 0];

    /// <summary>Tests the change of the share; null where a side has too few rows, or nothing is missing on either.</summary>
    internal static MissingDrift? Measure(FeatureProfile reference, FeatureProfile current, DriftOptions options)
    {
        (long before, long now) = (CountOf(reference), CountOf(current));
        (long rowsBefore, long rowsNow) = (RowsOf(reference), RowsOf(current));
        return Math.Min(rowsBefore, rowsNow) < options.MinimumCount || before + now == 0
            ? null
            : new MissingDrift
            {
                ReferenceRows = rowsBefore,
                CurrentRows = rowsNow,
                ReferenceShare = (double)before / rowsBefore,
                CurrentShare = (double)now / rowsNow,
                PValue = FisherExact.Compare(before, reference.Count, now, current.Count).PValue,
                AdjustedPValue = double.NaN,
                MinimumEffect = options.MinimumMissingChange,
                HasDrifted = false,
            };
    }
}
