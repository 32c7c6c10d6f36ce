using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.AspNetCore.Events;

/// <summary>The log of the registry: as a stream of server-sent events to whoever accepts one, else as a page of JSON.</summary>
/// <remarks>Source of the stream's form: WHATWG HTML, "Server-sent events".</remarks>
internal sealed class EventEndpoint(IModelRegistry registry, IOptions<RegistryEventsOptions> options, TimeProvider time, CancellationToken stopping)
{
    private const string StreamType = "text/event-stream";
    private static readonly byte[] Heartbeat = Encoding.UTF8.GetBytes(":\n\n"); // a comment: keeps proxies from closing a quiet connection
    private int _streams;

    public async Task GetAsync(HttpContext context)
    {
        if (!EventQuery.TryRead(context.Request, out EventQuery query, out string? problem))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, problem!).ConfigureAwait(false);
        }
        else if (!WantsStream(context.Request))
        {
            await WritePageAsync(context, query).ConfigureAwait(false);
        }
        else if (Interlocked.Increment(ref _streams) > options.Value.MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            context.Response.Headers.RetryAfter = "5";
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, $"As many streams are open as {RegistryEventsOptions.SectionName}:{nameof(RegistryEventsOptions.MaxStreams)} allows. Try again, or ask for pages.")
                .ConfigureAwait(false);
        }
        else
        {
            try
            {
                using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
                await StreamAsync(context, query, ended.Token).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _streams);
            }
        }
    }

    private static bool WantsStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(static type => type.MediaType.Equals(StreamType, StringComparison.OrdinalIgnoreCase));

    private async Task WritePageAsync(HttpContext context, EventQuery query)
    {
        IReadOnlyList<RegistryEvent> events = await registry.ReadEventsAsync(query.Since, query.Limit, context.RequestAborted).ConfigureAwait(false);
        RegistryEventPage page = new([.. events.Where(query.Takes)], events.Count > 0 ? events[^1].Sequence : query.Since);
        await context.Response.WriteAsJsonAsync(page, RegistryEventJson.Default.RegistryEventPage, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, EventQuery query, CancellationToken cancellationToken)
    {
        context.Response.ContentType = StreamType;
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        PipeWriter body = context.Response.BodyWriter;
        IAsyncEnumerator<RegistryEvent> events = registry.WatchAsync(query.Since, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            Task<bool> next = Task.FromResult(true);
            try
            {
                await body.FlushAsync(cancellationToken).ConfigureAwait(false);
                next = events.MoveNextAsync().AsTask();
                while (await IsNextAsync(next, body, cancellationToken).ConfigureAwait(false))
                {
                    if (query.Takes(events.Current)) { Write(body, events.Current); }
                    next = events.MoveNextAsync().AsTask();
                    if (!next.IsCompleted) { await body.FlushAsync(cancellationToken).ConfigureAwait(false); }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The caller left, or the host stops: the stream simply ends.
            }
            finally
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the enumerator may be disposed only between two steps
            }
        }
    }

    private async Task<bool> IsNextAsync(Task<bool> next, PipeWriter body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(options.Value.Heartbeat, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await body.WriteAsync(Heartbeat, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Write(PipeWriter body, RegistryEvent entry)
    {
        body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {entry.Kind}\ndata: ")));
        body.Write(JsonSerializer.SerializeToUtf8Bytes(entry, RegistryEventJson.Default.RegistryEvent)); // JSON without indentation has no line break
        body.Write("\n\n"u8);
    }

    private static Task Refuse(HttpContext context, int status, string problem) =>
        TypedResults.Problem(problem, statusCode: status).ExecuteAsync(context);
}
