using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Drift.Buckets;

/// <summary>The name of a bucket's file: start, digests of the version and of the whole key, sequence. It tells all that a query needs but the content.</summary>
/// <remarks>The sequence is part of the name, so that a file never changes: a higher one is a file beside it, and the lower one is removed afterwards.</remarks>
internal readonly record struct BucketFile(long StartTicks, string VersionDigest, string KeyDigest, long Sequence)
{
    internal const string Extension = ".bucket";

    private const int VersionDigits = 12;
    private const int KeyDigits = 32;
    private const int SequenceDigits = 19;
    private const int NameLength = 16 + 1 + VersionDigits + 1 + KeyDigits + 1 + SequenceDigits + 7;

    /// <summary>What the files of all sequences of a bucket begin with.</summary>
    internal string Stem => string.Create(CultureInfo.InvariantCulture, $"{StartTicks:x16}-{VersionDigest}-{KeyDigest}-");

    internal string Name => string.Create(CultureInfo.InvariantCulture, $"{Stem}{Sequence:D19}{Extension}");

    internal static BucketFile Of(DriftBucket bucket) => new(bucket.Start.UtcTicks, Digest(bucket.Version), DriftBucketKey.Of(bucket).Digest(), bucket.Sequence);

    internal static string Digest(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))[..VersionDigits];

    /// <summary>Reads a name; false for files that are none of the store's.</summary>
    internal static bool TryParse(string name, out BucketFile file)
    {
        file = default;
        string[] parts = name.Length == NameLength && name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length].Split('-') : [];
        if (parts is not [{ Length: 16 } start, { Length: VersionDigits } version, { Length: KeyDigits } key, { Length: SequenceDigits } sequence]
            || !long.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long ticks)
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        file = new BucketFile(ticks, version, key, number);
        return true;
    }
}
