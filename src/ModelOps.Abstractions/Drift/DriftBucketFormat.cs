using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps;

/// <summary>Buckets as bytes, in files, Redis and answers alike: "MODB", version, where the next page begins, number, buckets, SHA-256 of all before. Little-endian; texts are UTF-8.</summary>
internal static class DriftBucketFormat
{
    public const string ContentType = "application/vnd.modelops.drift-buckets";

    /// <summary>Most bytes of a page beside the contents of its buckets, for one bucket.</summary>
    public const int MaxOverhead = HeaderBytes + HashBytes + (3 * 4 * (DriftBucketRules.MaxName + 1)) + 64;

    /// <summary>What an answer over HTTP is filled up to; its last bucket may go beyond.</summary>
    public const int PageBytes = 16 << 20;

    private const uint Magic = 0x42444F4D;
    private const byte Version = 1;
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 4 + 1 + 8 + 4 + 4;
    private const int LeastBucketBytes = (3 * 4) + 8 + 8 + 16 + 8 + 4;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(DriftBucketPage page)
    {
        ArrayBufferWriter<byte> bytes = new(HeaderBytes + HashBytes + page.Buckets.Sum(static b => b.Profile.Length + LeastBucketBytes + 64));
        Span<byte> header = bytes.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(header[5..], page.NextFrom?.UtcTicks ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(header[13..], page.NextSkip);
        BinaryPrimitives.WriteInt32LittleEndian(header[17..], page.Buckets.Count);
        bytes.Advance(HeaderBytes);
        foreach (DriftBucket bucket in page.Buckets) { Write(bytes, bucket); }
        SHA256.HashData(bytes.WrittenSpan, bytes.GetSpan(HashBytes));
        bytes.Advance(HashBytes);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Write(DriftBucket bucket) => Write(new DriftBucketPage([bucket]));

    /// <summary>Reads a page; safe on bytes from anyone. The buckets' contents are parts of the bytes.</summary>
    /// <exception cref="InvalidDataException">They are no page or are damaged; the message says why, as a clause.</exception>
    public static DriftBucketPage Read(ReadOnlyMemory<byte> bytes, int maxBytes)
    {
        Require(bytes.Length >= HeaderBytes + HashBytes, "it is too short");
        ReadOnlyMemory<byte> content = bytes[..^HashBytes];
        Require(BinaryPrimitives.ReadUInt32LittleEndian(content.Span) == Magic, "it holds no drift buckets");
        Require(content.Span[4] == Version, $"it is of version {content.Span[4]}, {Version} was expected");
        Require(SHA256.HashData(content.Span).AsSpan().SequenceEqual(bytes.Span[^HashBytes..]), "its checksum does not match its content");
        long next = BinaryPrimitives.ReadInt64LittleEndian(content.Span[5..]);
        int skip = BinaryPrimitives.ReadInt32LittleEndian(content.Span[13..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(content.Span[17..]);
        Require(next >= -1 && next <= DateTimeOffset.MaxValue.Ticks && skip >= 0, "its next page is at no time");
        Require(count >= 0 && count <= content.Length / LeastBucketBytes, "its number of buckets is wrong");
        ReadOnlyMemory<byte> rest = content[HeaderBytes..];
        var buckets = new DriftBucket[count];
        for (int i = 0; i < count; i++)
        {
            buckets[i] = ReadBucket(ref rest);
            Require(DriftBucketRules.ProblemOf(buckets[i], maxBytes) is null, "one of its buckets breaks a rule");
        }

        Require(rest.IsEmpty, "it goes on after its end");
        return new DriftBucketPage(buckets, next < 0 ? null : new DateTimeOffset(next, TimeSpan.Zero), skip);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, DriftBucket bucket)
    {
        Write(bytes, Encoding.UTF8.GetBytes(bucket.Model));
        Write(bytes, Encoding.UTF8.GetBytes(bucket.Version));
        Write(bytes, Encoding.UTF8.GetBytes(bucket.Replica));
        Span<byte> numbers = bytes.GetSpan(40);
        BinaryPrimitives.WriteInt64LittleEndian(numbers, bucket.Start.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], bucket.Length.Ticks);
        bucket.Epoch.TryWriteBytes(numbers[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], bucket.Sequence);
        bytes.Advance(40);
        Write(bytes, bucket.Profile.Span);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), part.Length);
        bytes.Advance(sizeof(int));
        bytes.Write(part);
    }

    private static DriftBucket ReadBucket(ref ReadOnlyMemory<byte> rest)
    {
        string model = Text(ref rest);
        string version = Text(ref rest);
        string replica = Text(ref rest);
        ReadOnlySpan<byte> numbers = Take(ref rest, 40).Span;
        long start = BinaryPrimitives.ReadInt64LittleEndian(numbers);
        Require(start >= 0 && start <= DateTimeOffset.MaxValue.Ticks, "a bucket starts at no time");
        return new DriftBucket(
            model,
            version,
            new DateTimeOffset(start, TimeSpan.Zero),
            new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(numbers[8..])),
            replica,
            new Guid(numbers.Slice(16, 16)),
            BinaryPrimitives.ReadInt64LittleEndian(numbers[32..]),
            Part(ref rest));
    }

    private static string Text(ref ReadOnlyMemory<byte> rest)
    {
        try
        {
            return Strict.GetString(Part(ref rest).Span);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("a name is no UTF-8", error);
        }
    }

    private static ReadOnlyMemory<byte> Part(ref ReadOnlyMemory<byte> rest) => Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)).Span));

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, int length)
    {
        Require(length >= 0 && length <= rest.Length, "it ends early");
        ReadOnlyMemory<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds) { throw new InvalidDataException(problem); }
    }
}
