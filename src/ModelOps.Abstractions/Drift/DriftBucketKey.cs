using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ModelOps;

/// <summary>What buckets that replace one another agree in: all but the sequence. Sorts as stores answer: by start, replica and epoch, then by version and length.</summary>
internal readonly record struct DriftBucketKey(string Model, string Version, DateTimeOffset Start, TimeSpan Length, string Replica, Guid Epoch) : IComparable<DriftBucketKey>
{
    private const int DigestBytes = 16;

    public static DriftBucketKey Of(DriftBucket bucket) => new(bucket.Model, bucket.Version, bucket.Start, bucket.Length, bucket.Replica, bucket.Epoch);

    public int CompareTo(DriftBucketKey other)
    {
        int order = Start.UtcTicks.CompareTo(other.Start.UtcTicks);
        if (order == 0) { order = string.CompareOrdinal(Replica, other.Replica); }
        if (order == 0) { order = Epoch.CompareTo(other.Epoch); }
        if (order == 0) { order = string.CompareOrdinal(Version, other.Version); }
        if (order == 0) { order = Length.CompareTo(other.Length); }
        return order == 0 ? string.CompareOrdinal(Model, other.Model) : order;
    }

    /// <summary>32 hexadecimal digits that stand for the key where texts of any script and length cannot.</summary>
    public string Digest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendText(Model);
        hash.AppendText(Version);
        hash.AppendText(Replica);
        Span<byte> rest = stackalloc byte[(2 * sizeof(long)) + 16];
        BinaryPrimitives.WriteInt64LittleEndian(rest, Start.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], Length.Ticks);
        Epoch.TryWriteBytes(rest[(2 * sizeof(long))..]);
        hash.AppendData(rest);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, DigestBytes));
    }
}
