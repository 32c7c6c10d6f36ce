using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>The part of a file that a request asks for (RFC 9110, 14).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Whether a request asks for one part. Requests for several parts get the whole file, as the RFC allows.</summary>
    public static RangeItemHeaderValue? Asked(HttpRequest request) =>
        RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out RangeHeaderValue? range) && range.Unit == "bytes" && range.Ranges.Count == 1
            ? range.Ranges.First()
            : null;

    /// <summary>The part of a file of some size; null when the file has no such part.</summary>
    public static ByteRange? Of(RangeItemHeaderValue asked, long size)
    {
        if (asked.From is not { } from) // the last bytes
        {
            long last = Math.Min(asked.To ?? 0, size);
            return last == 0 ? null : new ByteRange(size - last, last);
        }

        return from >= size ? null : new ByteRange(from, Math.Min(asked.To ?? long.MaxValue - 1, size - 1) - from + 1);
    }
}
