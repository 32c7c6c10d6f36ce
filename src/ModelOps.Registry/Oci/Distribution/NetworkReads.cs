using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Reads of an answer's body, whose failures are the registry's and not those of a disk.</summary>
internal static class NetworkReads
{
    /// <exception cref="OciException">The connection broke, or nothing came for too long.</exception>
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, string registry, StallClock clock)
    {
        try
        {
            int read = await body.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
            clock.Touch();
            return read;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && clock.HasStalled))
        {
            throw OciException.Unavailable(registry, "it cut an answer short", cause: error);
        }
    }
}
