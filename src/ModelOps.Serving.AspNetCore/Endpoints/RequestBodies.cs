using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Reads bodies whole, and bounds what all of them take at once: callers that send much and slowly, or little that inflates to much,
/// must not fill the memory.</summary>
internal sealed class RequestBodies(ModelOpsEndpointOptions options)
{
    /// <summary>Room taken before the first byte is there; a large Content-Length alone must not cost memory.</summary>
    private const int FirstRead = 64 << 10;

    private long _held; // by what is beyond FirstRead: small calls go on when large ones fill the room

    /// <summary>Reads and inflates the whole body. What was read counts as held, also after a failure, until <see cref="Release"/>.</summary>
    public ValueTask ReadAsync(HttpContext context, PooledBuffer buffer)
    {
        ContentCoding coding = ContentCodings.OfRequest(context.Request.Headers.ContentEncoding);
        int limit = options.MaxRequestBodyBytes;
        if (context.Request.ContentLength > limit) { throw TooLarge(limit); }

        // The server would count the framing of a chunked body too: it lets go, and what counts the body here holds the limit. What is
        // counted of a compressed body is what comes out, so the server goes on counting what comes in.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = coding == ContentCoding.Identity ? null : (2L * limit) + FirstRead;
        }

        return coding == ContentCoding.Identity ? ReadPlainAsync(context, buffer) : ReadInflatedAsync(context, coding, buffer);
    }

    /// <summary>Reads a small request in JSON; an empty body is an empty request.</summary>
    /// <exception cref="RequestRefusedException">The body has another type.</exception>
    public async ValueTask<T> ReadAsync<T>(HttpContext context, JsonBodyReader<T> read)
    {
        RequestHeaders.EnsureReadable(context.Request);
        using PooledBuffer body = new();
        try
        {
            await ReadAsync(context, body).ConfigureAwait(false);
            return read(body.Written.Span);
        }
        catch (Exception error) when (WireErrors.IsUnreadable(error))
        {
            throw WireErrors.Unreadable(error);
        }
        finally
        {
            Release(body);
        }
    }

    /// <summary>Ends the holding of a body, once per call of <see cref="ReadAsync"/> and before the buffer is cleared.</summary>
    public void Release(PooledBuffer buffer)
    {
        long counted = Counted(buffer.Written.Length);
        if (counted > 0) { Interlocked.Add(ref _held, -counted); }
    }

    private async ValueTask ReadPlainAsync(HttpContext context, PooledBuffer buffer)
    {
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            ReadOnlySequence<byte> more = result.Buffer;
            try
            {
                if (buffer.Written.Length + more.Length > options.MaxRequestBodyBytes) { throw TooLarge(options.MaxRequestBodyBytes); }
                foreach (ReadOnlyMemory<byte> segment in more)
                {
                    segment.Span.CopyTo(buffer.GetSpan(segment.Length));
                    Advance(buffer, segment.Length);
                }
            }
            finally
            {
                reader.AdvanceTo(more.End);
            }

            if (result.IsCompleted) { return; }
        }
    }

    private async ValueTask ReadInflatedAsync(HttpContext context, ContentCoding coding, PooledBuffer buffer)
    {
        PipeReader reader = context.Request.BodyReader;
        ReadResult beginning = await reader.ReadAtLeastAsync(2, context.RequestAborted).ConfigureAwait(false);
        byte[] start = beginning.Buffer.Slice(0, Math.Min(2, beginning.Buffer.Length)).ToArray();
        reader.AdvanceTo(beginning.Buffer.Start);
        if (start.Length == 0) { return; }
        try
        {
            Stream inflated = ContentCodings.Inflate(reader.AsStream(leaveOpen: true), coding, start);
            await using (inflated.ConfigureAwait(false))
            {
                while (true)
                {
                    int read = await inflated.ReadAsync(buffer.GetMemory(1024), context.RequestAborted).ConfigureAwait(false);
                    if (read == 0) { return; }
                    Advance(buffer, read);
                    if (buffer.Written.Length > options.MaxRequestBodyBytes) { throw TooLarge(options.MaxRequestBodyBytes); }
                }
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInferenceRequestException("The compressed body cannot be inflated: it is damaged, cut short or not what Content-Encoding says. Send it again, whole.", damaged);
        }
    }

    private void Advance(PooledBuffer buffer, int count)
    {
        int before = buffer.Written.Length;
        buffer.Advance(count);
        long more = Counted(before + count) - Counted(before);
        if (more > 0 && Interlocked.Add(ref _held, more) > options.MaxBufferedBytes) { throw TooManyAtOnce(); }
    }

    private static long Counted(int length) => Math.Max(0, length - FirstRead);

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
