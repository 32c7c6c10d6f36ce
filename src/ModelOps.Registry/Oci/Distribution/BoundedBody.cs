using System.Globalization;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Reads small bodies whole, and never more than was allowed.</summary>
internal static class BoundedBody
{
    private const int BufferSize = 16 << 10;

    /// <exception cref="OciException">The body is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maxBytes, string registry, string what, StallClock clock)
    {
        if (response.Content.Headers.ContentLength > maxBytes) { throw TooLarge(registry, what, maxBytes); }
        Stream stream = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = await NetworkReads.ReadAsync(stream, buffer, registry, clock).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > maxBytes) { throw TooLarge(registry, what, maxBytes); }
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }

    private static OciException TooLarge(string registry, string what, int maxBytes) =>
        OciException.Unusable(registry, string.Create(CultureInfo.InvariantCulture, $"the {what} is larger than {maxBytes} bytes, the most this client reads of one"));
}
