using System.Security.Cryptography;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>The bins of a reference: what buckets of it count over, and a digest by which they know each other.</summary>
internal sealed class BucketBins
{
    internal const int DigestLength = 16;

    internal BucketBins(DatasetProfile reference)
    {
        // Without counts, so that a reference that was only counted anew still fits.
        var bins = new DatasetProfile(reference.Features.Select(static feature => feature.Empty()));
        Features = bins.Features;
        Digest = SHA256.HashData(DriftProfileFile.Write(bins))[..DigestLength];
    }

    internal IReadOnlyList<FeatureProfile> Features { get; }

    internal byte[] Digest { get; }
}
