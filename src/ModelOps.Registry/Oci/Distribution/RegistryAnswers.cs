using System.Text.Json;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Says what an answer of a registry that is not the expected one means. Only the code of an error is kept, never its text.</summary>
internal static class RegistryAnswers
{
    private const int MaxErrorBytes = 64 << 10;

    /// <exception cref="OciException">Always, unless the status is one of those expected.</exception>
    public static async Task ExpectAsync(HttpResponseMessage response, OciCall call, string what, StallClock clock, params int[] expected)
    {
        int status = (int)response.StatusCode;
        if (expected.Contains(status)) { return; }
        OciReference repository = call.Repository;
        string code = await ReadCodeAsync(response, repository.Registry, clock).ConfigureAwait(false);
        throw status switch
        {
            404 => OciException.NotFound(repository, what),
            >= 500 => OciException.Unavailable(repository.Registry, $"it answered {status}{code} to a call for {what}", status),
            _ => OciException.Unusable(repository.Registry, $"it answered {status}{code} to a call for {what}", status),
        };
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    /// <summary>Where an upload goes on.</summary>
    public static Uri Location(HttpResponseMessage response, Uri current, string registry)
    {
        Uri location = response.Headers.Location is { } found ? new Uri(current, found) : throw OciException.Unusable(registry, "it took an upload and did not say where it goes on");
        return location.Scheme == current.Scheme || location.Scheme == Uri.UriSchemeHttps
            ? location
            : throw OciException.Unusable(registry, "it wants an upload to go on without TLS. Correct the address it gives for itself");
    }

    private static async Task<string> ReadCodeAsync(HttpResponseMessage response, string registry, StallClock clock)
    {
        try
        {
            byte[] body = await BoundedBody.ReadAsync(response, MaxErrorBytes, registry, "error", clock).ConfigureAwait(false);
            string? code = body.Length == 0 ? null : JsonSerializer.Deserialize(body, OciJson.Default.OciErrorList)?.Errors?.FirstOrDefault()?.Code;
            return code is { Length: > 0 and <= 64 } && code.All(static c => char.IsAsciiLetterUpper(c) || c == '_') ? $" {code}" : "";
        }
        catch (Exception error) when (error is JsonException or OciException)
        {
            return "";
        }
    }
}
