using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Reads bodies whole, and bounds what all of them take at once: callers that send much and slowly must not fill the memory.</summary>
internal sealed class RequestBodies(ModelOpsEndpointOptions options)
{
    /// <summary>Room taken before the first byte is there; a large Content-Length alone must not cost memory.</summary>
    private const int FirstRead = 64 << 10;

    private long _held; // by what is beyond FirstRead: small calls go on when large ones fill the room

    /// <summary>Reads the whole body. What was read counts as held, also after a failure, until <see cref="Release"/>.</summary>
    public async ValueTask ReadAsync(HttpContext context, PooledBuffer buffer)
    {
        int limit = options.MaxRequestBodyBytes;
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
            long before = Counted(buffer);
            buffer.Advance(read);
            long more = Counted(buffer) - before;
            bool isTooMuch = more > 0 && Interlocked.Add(ref _held, more) > options.MaxBufferedBytes;
            if (buffer.Written.Length > limit) { throw TooLarge(limit); }
            if (isTooMuch) { throw TooManyAtOnce(); }
            room = 1;
        }
    }

    /// <summary>Ends the holding of a body, once per call of <see cref="ReadAsync"/> and before the buffer is cleared.</summary>
    public void Release(PooledBuffer buffer)
    {
        long counted = Counted(buffer);
        if (counted > 0) { Interlocked.Add(ref _held, -counted); }
    }

    private static long Counted(PooledBuffer buffer) => Math.Max(0, buffer.Written.Length - FirstRead);

    private static RequestRefusedException TooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        EndpointErrorCodes.BodyTooLarge,
        $"The body is larger than the {limit} bytes the server takes. Split the batch, or raise {ModelOpsEndpointOptions.SectionName}:{nameof(ModelOpsEndpointOptions.MaxRequestBodyBytes)}.");

    private static RequestRefusedException TooManyAtOnce() => new(
        StatusCodes.Status503ServiceUnavailable,
        EndpointErrorCodes.TooManyBodies,
        $"The server holds as many bytes of requests as it may. Try again, or raise {ModelOpsEndpointOptions.SectionName}:{nameof(ModelOpsEndpointOptions.MaxBufferedBytes)}.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
