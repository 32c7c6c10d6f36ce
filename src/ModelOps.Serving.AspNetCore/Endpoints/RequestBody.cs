using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal static class RequestBody
{
    /// <summary>Room taken before the first byte is there; a large Content-Length alone must not cost memory.</summary>
    private const int FirstRead = 64 << 10;

    /// <summary>Reads the whole body, which may be <paramref name="limit"/> bytes long.</summary>
    public static async ValueTask ReadAsync(HttpContext context, PooledBuffer buffer, int limit)
    {
        long? declared = context.Request.ContentLength;
        if (declared > limit) { throw TooLarge(limit); }

        // The server would count the framing of a chunked body too: it lets go, and the loop below holds the limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) { server.MaxRequestBodySize = null; }

        // One byte more than declared, so that the read that finds the end needs no larger buffer.
        int room = (int)Math.Min(FirstRead, (declared ?? FirstRead) + 1);
        while (true)
        {
            int read = await context.Request.Body.ReadAsync(buffer.GetMemory(room), context.RequestAborted).ConfigureAwait(false);
            if (read == 0) { return; }
            buffer.Advance(read);
            if (buffer.Written.Length > limit) { throw TooLarge(limit); }
            room = 1;
        }
    }

    private static RequestRefusedException TooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        EndpointErrorCodes.BodyTooLarge,
        $"The body is larger than the {limit} bytes the server takes. Split the batch, or raise {ModelOpsEndpointOptions.SectionName}:{nameof(ModelOpsEndpointOptions.MaxRequestBodyBytes)}.");
}
