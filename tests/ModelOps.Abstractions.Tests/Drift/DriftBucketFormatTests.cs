using System.Security.Cryptography;
using CsCheck;

namespace ModelOps.Abstractions.Tests.Drift;

public sealed class DriftBucketFormatTests
{
    private const int MaxBytes = 1000;

    private static readonly Gen<DriftBucket> Buckets = Gen.Select(
        Gen.Int[0, 1_000_000], Gen.String[Gen.Char["aZ9é需\ud7ff."], 1, 40], Gen.Guid, Gen.Long[0, long.MaxValue], Gen.Byte.Array[0, 100]).Select(
        static (minute, name, epoch, sequence, content) => new DriftBucket(
            "demand", name, DateTimeOffset.UnixEpoch.AddMinutes(minute), TimeSpan.FromMinutes(1), $"pod {name}", epoch, sequence, content));

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Buckets.Array[0, 5].Sample(
        static buckets =>
        {
            DriftBucketPage page = new(buckets, buckets.Length > 2 ? DateTimeOffset.UnixEpoch : null, buckets.Length);
            DriftBucketPage read = DriftBucketFormat.Read(DriftBucketFormat.Write(page), MaxBytes);

            Assert.Equal((page.NextFrom, page.NextSkip), (read.NextFrom, read.NextSkip));
            Assert.Equal(buckets.Select(DriftBucketKey.Of), read.Buckets.Select(DriftBucketKey.Of));
            Assert.All(buckets.Zip(read.Buckets), static pair => Assert.True(pair.First.Sequence == pair.Second.Sequence && pair.First.Profile.Span.SequenceEqual(pair.Second.Profile.Span)));
        },
        seed: "0000KOIPK1Qa",
        iter: 300);

    [Fact]
    public void Read_AnyChangedByteOrLength_IsRefused()
    {
        byte[] bytes = DriftBucketFormat.Write(Bucket());
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => DriftBucketFormat.Read(changed, MaxBytes));
            Assert.Throws<InvalidDataException>(() => DriftBucketFormat.Read(bytes.AsMemory(0, i), MaxBytes));
        }

        Assert.Throws<InvalidDataException>(() => DriftBucketFormat.Read((byte[])[.. bytes, 0], MaxBytes));
    }

    [Fact]
    public void Read_HostileBytesWithTheirChecksum_NeverFailOtherwise()
    {
        byte[] bytes = DriftBucketFormat.Write(Bucket());
        Gen.Select(Gen.Int[4, bytes.Length - 33], Gen.Byte.Array[1, 8]).Sample(
            (at, junk) =>
            {
                byte[] changed = [.. bytes];
                junk.AsSpan(0, Math.Min(junk.Length, changed.Length - 32 - at)).CopyTo(changed.AsSpan(at));
                SHA256.HashData(changed.AsSpan(0, changed.Length - 32), changed.AsSpan(changed.Length - 32));
                try
                {
                    DriftBucketRules.Check(DriftBucketFormat.Read(changed, MaxBytes).Buckets, MaxBytes);
                }
                catch (InvalidDataException)
                {
                }
            },
            seed: "0000KOIPK1Qa",
            iter: 5000);
    }

    [Fact]
    public void Read_LargerThanIsTaken_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => DriftBucketFormat.Read(DriftBucketFormat.Write(Bucket() with { Profile = new byte[MaxBytes + 1] }), MaxBytes));

    [Fact]
    public void MaxOverhead_LongestNames_Suffices()
    {
        string name = new('需', DriftBucketRules.MaxName);
        DriftBucket bucket = Bucket() with { Model = name, Version = name, Replica = name };

        Assert.InRange(DriftBucketFormat.Write(bucket).Length - bucket.Profile.Length, 1, DriftBucketFormat.MaxOverhead);
    }

    [Fact]
    public void Digest_KeysThatCouldReadAlike_Differ()
    {
        DriftBucketKey key = DriftBucketKey.Of(Bucket());

        Assert.NotEqual((key with { Version = "ab", Replica = "c" }).Digest(), (key with { Version = "a", Replica = "bc" }).Digest());
        Assert.NotEqual((key with { Length = key.Length * 2 }).Digest(), key.Digest());
        Assert.Equal(32, key.Digest().Length);
    }

    private static DriftBucket Bucket() =>
        new("demand", "1", DateTimeOffset.UnixEpoch.AddHours(1), TimeSpan.FromMinutes(1), "pod", Guid.Empty, 7, new byte[] { 1, 2, 3 });
}
