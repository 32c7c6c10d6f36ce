using System.Globalization;

namespace ModelOps.OpenInference.Client;

/// <summary>The headers of a call, for either transport.</summary>
internal sealed class CallHeaders(OpenInferenceClientOptions options, TimeProvider timeProvider)
{
    private readonly KeyValuePair<string, string>[] _fixed = [.. options.Headers];
    private readonly string[] _forwarded = [.. options.ForwardedHeaders];

    /// <summary>Adds what every call has: the host's own headers and its token.</summary>
    public async ValueTask AddAsync<T>(T to, Action<T, string, string> add, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in _fixed) { add(to, name, value); }
        if (options.BearerToken is { } token && await token(cancellationToken).ConfigureAwait(false) is { Length: > 0 } bearer)
        {
            add(to, CallHeaderNames.Authorization, "Bearer " + bearer);
        }
    }

    /// <summary>Adds what an inference says about itself.</summary>
    public void Add<T>(InferenceContext context, DateTimeOffset deadline, T to, Action<T, string, string> add)
    {
        if (context.RoutingKey is { } routing) { add(to, CallHeaderNames.RoutingKey, Sendable(CallHeaderNames.RoutingKey, routing)); }
        if (context.IdempotencyKey is { } key) { add(to, CallHeaderNames.IdempotencyKey, Sendable(CallHeaderNames.IdempotencyKey, key)); }
        if (context.Tenant is { } tenant && options.TenantHeader is { Length: > 0 } header) { add(to, header, Sendable(header, tenant)); }
        foreach (string name in _forwarded)
        {
            if (context.TryGetHeader(name, out string? value)) { add(to, name, Sendable(name, value)); }
        }

        double milliseconds = Math.Clamp(Math.Ceiling((deadline - timeProvider.GetUtcNow()).TotalMilliseconds), 1, int.MaxValue);
        add(to, CallHeaderNames.Timeout, milliseconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What is left of a deadline that the caller set, in microseconds; null when the caller set none.</summary>
    public long? Microseconds(InferenceContext context, DateTimeOffset deadline) =>
        context.Deadline is null ? null : Math.Max(1, (long)(deadline - timeProvider.GetUtcNow()).TotalMicroseconds);

    private static string Sendable(string header, string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? value
        : throw new InvalidInferenceRequestException($"What the header {header} carries must be printable ASCII. Encode it before it is put into the context.");
}
