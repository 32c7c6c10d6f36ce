using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Fills the context of a call with what HTTP says beside the body: the same for REST and gRPC.</summary>
internal sealed class CallHeaders(ModelOpsEndpointOptions options, TimeProvider timeProvider)
{
    /// <summary>Longest value that is taken.</summary>
    public const int MaxValueLength = 256;

    private readonly string[] _routed = [.. options.RoutedHeaders];

    /// <exception cref="InvalidInferenceRequestException">A header that is asked for cannot be read.</exception>
    public void Read(HttpContext http, InferenceContext call)
    {
        IHeaderDictionary headers = http.Request.Headers;
        call.Tenant = string.IsNullOrEmpty(options.TenantClaim) ? Find(headers, options.TenantHeader) : http.User.FindFirst(options.TenantClaim)?.Value;
        call.RoutingKey = Find(headers, options.RoutingKeyHeader);
        call.IdempotencyKey = Find(headers, options.IdempotencyKeyHeader);
        if (Find(headers, options.TimeoutHeader) is { } timeout) { Limit(call, ReadTimeout(timeout), timeProvider); }
        foreach (string name in _routed)
        {
            if (Find(headers, name) is { } value) { call.Headers[name] = value; }
        }
    }

    /// <summary>Sets a deadline unless there is an earlier one.</summary>
    public static void Limit(InferenceContext call, TimeSpan time, TimeProvider timeProvider)
    {
        DateTimeOffset deadline = timeProvider.GetUtcNow() + time;
        if (call.Deadline is not { } earlier || deadline < earlier) { call.Deadline = deadline; }
    }

    private TimeSpan ReadTimeout(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw Refused(options.TimeoutHeader!, $"a whole number of milliseconds from 1 to {int.MaxValue}");

    private static string? Find(IHeaderDictionary headers, string? name)
    {
        if (string.IsNullOrEmpty(name) || !headers.TryGetValue(name, out StringValues values) || values.Count == 0) { return null; }
        return values.Count == 1 && values[0] is { Length: <= MaxValueLength } value
            ? (value.Length > 0 ? value : null)
            : throw Refused(name, $"there once, with at most {MaxValueLength} characters");
    }

    private static InvalidInferenceRequestException Refused(string header, string expected) =>
        new($"The header {header} must be {expected}. Correct it, or leave it out.") { Expected = expected };
}
