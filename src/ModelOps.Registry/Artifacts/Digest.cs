using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ModelOps.Registry.Artifacts;

/// <summary>A SHA-256 digest as OCI writes it: <c>sha256:</c> and 64 lower-case hex digits.</summary>
internal static class Digest
{
    private const string Prefix = "sha256:";

    public static string Format(ReadOnlySpan<byte> sha256) => Prefix + Convert.ToHexStringLower(sha256);

    public static bool IsDigest([NotNullWhen(true)] string? text) =>
        text is { Length: 71 } && text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(HexDigits) < 0;

    public static ReadOnlySpan<char> Hex(string digest) => digest.AsSpan(Prefix.Length);

    /// <summary>Where content of this digest lies below a folder: <c>sha256/&lt;2&gt;/&lt;62&gt;</c>.</summary>
    public static string PathIn(string folder, string digest)
    {
        string hex = digest[Prefix.Length..];
        return Path.Combine(folder, "sha256", hex[..2], hex[2..]);
    }

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            return Format(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");
}
