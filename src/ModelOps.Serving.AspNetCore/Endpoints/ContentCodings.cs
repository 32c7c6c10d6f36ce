using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Chooses and applies the compression of bodies.</summary>
/// <remarks>Source: RFC 9110, sections 8.4 and 12.5.3. Some senders mean the bare format where <c>deflate</c> says zlib's: both are read, zlib's is written.</remarks>
internal static class ContentCodings
{
    /// <summary>The coding of a request's body.</summary>
    /// <exception cref="RequestRefusedException">It is not understood (415).</exception>
    public static ContentCoding OfRequest(StringValues header)
    {
        if (header.Count == 0) { return ContentCoding.Identity; }
        string name = header.Count == 1 ? header[0] ?? string.Empty : ",";
        return Is(name, "gzip") || Is(name, "x-gzip") ? ContentCoding.Gzip
            : Is(name, "deflate") ? ContentCoding.Deflate
            : Is(name, "identity") || name.Length == 0 ? ContentCoding.Identity
            : throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                EndpointErrorCodes.UnsupportedMediaType,
                "The body is compressed in a way that is not understood. Send it with Content-Encoding gzip or deflate, or without.");
    }

    /// <summary>The coding that a caller likes best; none when it says nothing, or nothing that can be read.</summary>
    public static ContentCoding ForAnswer(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted, out IList<StringWithQualityHeaderValue>? list)) { return ContentCoding.Identity; }
        double gzip = Quality(list, "gzip") ?? Quality(list, "*") ?? 0;
        double deflate = Quality(list, "deflate") ?? Quality(list, "*") ?? 0;
        double identity = Quality(list, "identity") ?? 0;
        return gzip > 0 && gzip >= deflate && gzip >= identity ? ContentCoding.Gzip
            : deflate > 0 && deflate >= identity ? ContentCoding.Deflate
            : ContentCoding.Identity;
    }

    public static string NameOf(ContentCoding coding) => coding == ContentCoding.Gzip ? "gzip" : "deflate";

    /// <summary>A stream that compresses what is written to it.</summary>
    public static Stream Compress(Stream body, ContentCoding coding) => coding == ContentCoding.Gzip
        ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true)
        : new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>A stream that inflates what is read from it.</summary>
    /// <param name="body">The compressed body.</param>
    /// <param name="coding">Its coding.</param>
    /// <param name="start">How it begins.</param>
    public static Stream Inflate(Stream body, ContentCoding coding, ReadOnlySpan<byte> start) =>
        coding == ContentCoding.Gzip ? new GZipStream(body, CompressionMode.Decompress, leaveOpen: true)
        : IsZlib(start) ? new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true)
        : new DeflateStream(body, CompressionMode.Decompress, leaveOpen: true);

    // RFC 1950: method 8, and the first two bytes are a multiple of 31.
    private static bool IsZlib(ReadOnlySpan<byte> start) => start.Length == 2 && (start[0] & 15) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;

    private static double? Quality(IList<StringWithQualityHeaderValue> list, string coding)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) { return list[i].Quality ?? 1; }
        }

        return null;
    }

    private static bool Is(string name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);
}
