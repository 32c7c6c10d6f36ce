using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Adds up profiles over one reference's bins in place. For one thread.</summary>
internal sealed class BucketSum
{
    private readonly BucketBins _bins;
    private readonly long[][] _counts;
    private readonly FeatureTally[] _tallies;

    internal BucketSum(BucketBins bins)
    {
        _bins = bins;
        _counts = [.. bins.Features.Select(static feature => new long[feature.Counts.Length])];
        _tallies = new FeatureTally[_counts.Length];
        Array.Fill(_tallies, FeatureTally.None);
    }

    /// <summary>Rows that were added.</summary>
    internal long Rows { get; private set; }

    internal void Add(DatasetProfile profile, long rows)
    {
        Rows += rows;
        for (int i = 0; i < _counts.Length; i++)
        {
            FeatureProfile feature = profile.Features[i];
            ReadOnlySpan<long> counts = feature.Counts;
            long[] sum = _counts[i];
            for (int bin = 0; bin < sum.Length; bin++) { sum[bin] += counts[bin]; }
            _tallies[i] = _tallies[i].Merge(FeatureTally.Of(feature));
        }
    }

    /// <summary>Adds what <see cref="Write"/> of another sum wrote.</summary>
    /// <exception cref="DriftProfileFormatException">The content is damaged, or counts over other bins; nothing was added.</exception>
    internal void Add(ReadOnlySpan<byte> content)
    {
        Walk(content, adds: false);
        Walk(content, adds: true);
    }

    /// <summary>Equal sums give equal bytes.</summary>
    internal byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.Bucket);
        writer.WriteBytes(_bins.Digest);
        writer.Write(Rows);
        for (int i = 0; i < _counts.Length; i++)
        {
            BucketNumbers.Write(writer, _counts[i]);
            _tallies[i].Write(writer, hasMoments: IsNumeric(i) && Array.Exists(_counts[i], static count => count != 0));
        }

        return writer.Finish();
    }

    internal DatasetProfile Snapshot() => new(_counts.Select((counts, i) => _tallies[i].ToProfile(_bins.Features[i], [.. counts])));

    internal FeatureProfile Snapshot(int feature) => _tallies[feature].ToProfile(_bins.Features[feature], [.. _counts[feature]]);

    internal void Clear()
    {
        Rows = 0;
        foreach (long[] counts in _counts) { Array.Clear(counts); }
        Array.Fill(_tallies, FeatureTally.None);
    }

    private bool IsNumeric(int feature) => _bins.Features[feature].Kind == FeatureKind.Numeric;

    // Once to check and once to add, so that a damaged content adds nothing.
    private void Walk(ReadOnlySpan<byte> content, bool adds)
    {
        var reader = new PayloadReader(content, PayloadKind.Bucket);
        PayloadReader.Require(reader.Bytes(BucketBins.DigestLength).SequenceEqual(_bins.Digest), "it counts over the bins of another reference");
        long rows = BucketNumbers.Check(reader.Count());
        for (int i = 0; i < _counts.Length; i++)
        {
            long count = BucketNumbers.Read(ref reader, _counts[i], adds);
            FeatureTally tally = FeatureTally.Read(ref reader, count, hasMoments: IsNumeric(i) && count != 0);
            if (adds) { _tallies[i] = _tallies[i].Merge(tally); }
        }

        reader.End();
        if (adds) { Rows += rows; }
    }
}
