using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ModelOps.Registry.Dvc;

/// <summary>DVC's hashes: MD5 of the bytes since 3.0; before, of text with CRLF read as LF (<c>md5-dos2unix</c>). MD5 names content here as DVC demands;
/// what is registered has its SHA-256 beside it.</summary>
internal static class DvcHash
{
    public const string DirectorySuffix = ".dir";
    private const int ChunkSize = 1 << 20; // DVC's own: text is told from binary, and CRLF replaced, chunk by chunk
    private const int TextProbe = 512;
    private const double MaxNonText = 0.30;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> TextBytes = SearchValues.Create([(byte)'\n', (byte)'\r', (byte)'\t', (byte)'\f', (byte)'\b', .. Enumerable.Range(32, 95).Select(static b => (byte)b)]);

    /// <summary>Whether a text is a hash: 32 lower-case hex digits, with <c>.dir</c> for a directory.</summary>
    public static bool IsHash([NotNullWhen(true)] string? text)
    {
        ReadOnlySpan<char> hex = text is not null && text.EndsWith(DirectorySuffix, StringComparison.Ordinal) ? text.AsSpan(0, text.Length - DirectorySuffix.Length) : text;
        if (hex.Length != 32) { return false; }
        foreach (char c in hex)
        {
            if (c > 127 || !HexDigits.Contains((byte)c)) { return false; }
        }

        return true;
    }

    public static bool IsDirectory(string hash) => hash.EndsWith(DirectorySuffix, StringComparison.Ordinal);

    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    public static async Task<string> OfFileAsync(string path, bool legacy, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            return legacy
                ? await LegacyOfAsync(file, cancellationToken).ConfigureAwait(false)
                : Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }

    public static async Task<string> LegacyOfAsync(Stream content, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            int read;
            while ((read = await content.ReadAtLeastAsync(chunk.AsMemory(0, ChunkSize), ChunkSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                int kept = IsText(chunk.AsSpan(0, Math.Min(read, TextProbe))) ? DropCarriageReturns(chunk.AsSpan(0, read)) : read;
                hash.AppendData(chunk, 0, kept);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static bool IsText(ReadOnlySpan<byte> probe)
    {
        if (probe.Contains((byte)0)) { return false; }
        int other = 0;
        foreach (byte b in probe)
        {
            if (!TextBytes.Contains(b)) { other++; }
        }

        return (double)other / probe.Length <= MaxNonText;
    }

    private static int DropCarriageReturns(Span<byte> chunk)
    {
        int kept = 0;
        for (int i = 0; i < chunk.Length; i++)
        {
            if (chunk[i] == '\r' && i + 1 < chunk.Length && chunk[i + 1] == '\n') { continue; }
            chunk[kept++] = chunk[i];
        }

        return kept;
    }
}
