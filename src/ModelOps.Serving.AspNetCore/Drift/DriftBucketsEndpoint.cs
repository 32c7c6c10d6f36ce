using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Drift;

/// <summary>Answers with pages of what this replica saw: each covers at most a day and is filled up to a size, whatever is asked for.</summary>
internal sealed class DriftBucketsEndpoint(IDriftBucketStore own)
{
    private const int AnswersAtOnce = 4;
    private const int TagDigits = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly SemaphoreSlim _answers = new(AnswersAtOnce);

    public async Task GetAsync(HttpContext context)
    {
        string model = ModelReference.ToModel((string)context.Request.RouteValues["model"]!).Name;
        IQueryCollection query = context.Request.Query;
        DateTimeOffset from = Time(query, "from");
        DateTimeOffset to = Time(query, "to");
        string? version = query.TryGetValue("version", out Microsoft.Extensions.Primitives.StringValues named) ? (string?)named : null;
        await _answers.WaitAsync(context.RequestAborted).ConfigureAwait(false); // each holds a page in memory
        try
        {
            bool isCut = to - from > Longest;
            DriftBucketQuery asked = new(model, version, from, isCut ? from + Longest : to);
            IReadOnlyList<DriftBucket> buckets = await own.ReadAsync(asked, context.RequestAborted).ConfigureAwait(false);
            byte[] page = DriftBucketFormat.Write(Page(buckets, from, Skip(query), isCut ? asked.To : null));
            await WriteAsync(context, page).ConfigureAwait(false);
        }
        finally
        {
            _answers.Release();
        }
    }

    /// <summary>As many buckets as fit, at least one; and where to go on.</summary>
    private static DriftBucketPage Page(IReadOnlyList<DriftBucket> buckets, DateTimeOffset from, int skip, DateTimeOffset? cut)
    {
        int first = buckets.TakeWhile((bucket, i) => i < skip && bucket.Start == from).Count();
        int last = first;
        for (long bytes = 0; last < buckets.Count && bytes < DriftBucketFormat.PageBytes; last++) { bytes += buckets[last].Profile.Length + DriftBucketFormat.MaxOverhead; }
        DriftBucket[] page = [.. buckets.Skip(first).Take(last - first)];
        if (last == buckets.Count) { return new DriftBucketPage(page, cut); }
        DateTimeOffset next = buckets[last].Start;
        return new DriftBucketPage(page, next, buckets.Take(last).Count(bucket => bucket.Start == next));
    }

    private static async Task WriteAsync(HttpContext context, byte[] page)
    {
        HttpResponse response = context.Response;
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(page.AsSpan(^(TagDigits / 2)..))}\""); // its checksum ends the page
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "no-cache, private";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = DriftBucketFormat.ContentType;
        response.ContentLength = page.Length;
        if (HttpMethods.IsHead(context.Request.Method)) { return; }
        await response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
    }

    private static DateTimeOffset Time(IQueryCollection query, string name) =>
        DateTimeOffset.TryParse(query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw Refused(name, "a time as ISO 8601, such as 2026-01-31T12:00:00Z");

    private static int Skip(IQueryCollection query)
    {
        if (!query.TryGetValue("skip", out Microsoft.Extensions.Primitives.StringValues text)) { return 0; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int skip) ? skip : throw Refused("skip", "a whole number");
    }

    private static RequestRefusedException Refused(string name, string expected) => new(
        StatusCodes.Status400BadRequest, ModelOpsErrorCodes.InvalidRequest, $"The parameter '{name}' of the query must be {expected}.");
}
