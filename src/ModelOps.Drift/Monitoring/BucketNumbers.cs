using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Counts in seven bits a byte, as most are 0 or small.</summary>
internal static class BucketNumbers
{
    // No sum of buckets that anyone can store overflows.
    private const long Largest = 1L << 50;
    private const int MaxLength = 8;

    internal static void Write(PayloadWriter writer, ReadOnlySpan<long> counts)
    {
        foreach (long count in counts) { Write(writer, count); }
    }

    internal static void Write(PayloadWriter writer, long count)
    {
        Span<byte> bytes = stackalloc byte[MaxLength + 2];
        int length = 0;
        ulong rest = (ulong)count;
        for (; rest >= 0x80; rest >>= 7) { bytes[length++] = (byte)(rest | 0x80); }
        bytes[length++] = (byte)rest;
        writer.WriteBytes(bytes[..length]);
    }

    internal static long Read(ref PayloadReader reader)
    {
        long value = 0;
        for (int i = 0; i < MaxLength; i++)
        {
            byte one = reader.Bytes(1)[0];
            value |= (long)(one & 0x7F) << (7 * i);
            if (one < 0x80) { return Check(value); }
        }

        return Check(long.MaxValue);
    }

    /// <summary>Reads counts and gives their sum.</summary>
    internal static long Read(ref PayloadReader reader, Span<long> sums, bool adds)
    {
        long total = 0;
        foreach (ref long sum in sums)
        {
            long count = Read(ref reader);
            total = Check(total + count);
            if (adds) { sum += count; }
        }

        return total;
    }

    internal static long Check(long count)
    {
        PayloadReader.Require(count <= Largest, "a count is larger than any can be");
        return count;
    }
}
