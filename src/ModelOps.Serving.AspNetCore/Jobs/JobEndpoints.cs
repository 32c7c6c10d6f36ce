using System.Globalization;
using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Status, cancellation, lists and depth.</summary>
/// <param name="queue">The queue.</param>
/// <param name="headers">Says who the tenant is; null for operators, who see all.</param>
internal sealed class JobEndpoints(IInferenceJobQueue queue, CallHeaders? headers)
{
    public async Task GetAsync(HttpContext context) =>
        await JobAnswer.WriteAsync(context, await JobTenant.FindAsync(context, queue, headers).ConfigureAwait(false), StatusCodes.Status200OK).ConfigureAwait(false);

    public async Task CancelAsync(HttpContext context)
    {
        InferenceJob job = await JobTenant.FindAsync(context, queue, headers).ConfigureAwait(false);
        InferenceJob cancelled = await queue.CancelAsync(job.Id, context.RequestAborted).ConfigureAwait(false);
        await JobAnswer.WriteAsync(context, cancelled, cancelled.HasEnded ? StatusCodes.Status200OK : StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    public async Task ReplayAsync(HttpContext context)
    {
        InferenceJob job = await JobTenant.FindAsync(context, queue, headers).ConfigureAwait(false);
        await JobAnswer.WriteAsync(context, await queue.ReplayAsync(job.Id, context.RequestAborted).ConfigureAwait(false), StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    public Task ListAsync(HttpContext context) => ListAsync(context, ReadState(context.Request.Query["state"]));

    public Task ListDeadAsync(HttpContext context) => ListAsync(context, InferenceJobState.Dead);

    public async Task GetDepthAsync(HttpContext context)
    {
        InferenceJobQueueDepth depth = await queue.GetDepthAsync(context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(
            context.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("ready"u8, depth.Ready);
                writer.WriteNumber("delayed"u8, depth.Delayed);
                writer.WriteNumber("running"u8, depth.Running);
                writer.WriteNumber("dead"u8, depth.Dead);
                writer.WriteNumber("backlog"u8, depth.Ready + depth.Running); // what a scaler should count: a running job needs its worker too
                writer.WriteNumber("oldest_age_seconds"u8, depth.OldestAge.TotalSeconds);
                writer.WriteEndObject();
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext context, InferenceJobState? state)
    {
        InferenceJobQuery query = new()
        {
            Tenant = headers is not null ? JobTenant.Of(context, headers) : context.Request.Query.TryGetValue("tenant", out var tenant) ? tenant.ToString() : null,
            State = state,
            After = ReadAfter(context.Request.Query["after"]),
            Limit = ReadLimit(context.Request.Query["limit"]),
        };
        IReadOnlyList<InferenceJob> jobs = await queue.ListAsync(query, context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(
            context.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("jobs"u8);
                foreach (InferenceJob job in jobs) { JobJson.Write(writer, job); }
                writer.WriteEndArray();
                if (jobs.Count == query.Limit) { writer.WriteString("next"u8, jobs[^1].Id); }
                writer.WriteEndObject();
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    private static InferenceJobState? ReadState(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return null; }
        return char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out InferenceJobState state)
            ? state
            : throw Wrong("state", $"one of {string.Join(", ", Enum.GetNames<InferenceJobState>().Select(static n => n.ToUpperInvariant()))}");
    }

    private static string? ReadAfter(string? text) => string.IsNullOrEmpty(text) ? null : JobTenant.IsIdentifier(text) ? text : throw Wrong("after", "the 'next' of the page before");

    private static int ReadLimit(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return 100; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= InferenceJobQuery.MaxLimit
            ? limit
            : throw Wrong("limit", $"a number from 1 to {InferenceJobQuery.MaxLimit}");
    }

    private static InvalidInferenceRequestException Wrong(string parameter, string expected) =>
        new($"The query parameter '{parameter}' must be {expected}. Correct it, or leave it out.") { Expected = expected };
}
