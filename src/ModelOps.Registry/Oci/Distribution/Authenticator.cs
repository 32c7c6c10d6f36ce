using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Meets the challenges of registries, and keeps what they gave for as long as it holds.</summary>
internal sealed class Authenticator(OciOptions options, HttpMessageInvoker http, TimeProvider timeProvider)
{
    private const int MaxTokenBytes = 256 << 10;
    private const int MaxKept = 1000;
    private const int MaxTokenSeconds = 24 * 3600;
    private static readonly TimeSpan LeastLife = TimeSpan.FromSeconds(60); // what the specification says for a token without expiry
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (AuthenticationHeaderValue Header, DateTimeOffset Until)> _kept = new(StringComparer.Ordinal);

    public AuthenticationHeaderValue? Find(OciCall call) =>
        _kept.TryGetValue(KeyOf(call), out (AuthenticationHeaderValue Header, DateTimeOffset Until) kept) && kept.Until > timeProvider.GetUtcNow() ? kept.Header : null;

    /// <summary>Gets what a challenge asks for.</summary>
    /// <exception cref="OciException">There are no credentials for it, or the token server refuses them.</exception>
    public async Task<AuthenticationHeaderValue> MeetAsync(OciCall call, HttpResponseMessage refused, CancellationToken cancellationToken)
    {
        string registry = call.Repository.Registry;
        Challenge challenge = Challenge.Find(refused.Headers.WwwAuthenticate)
            ?? throw OciException.AccessDenied(registry, 401, "it asks for neither Basic nor Bearer authentication, which are all this client knows");
        OciCredentials? credentials = options.Credentials is null ? null : await options.Credentials(registry, cancellationToken).ConfigureAwait(false);
        (AuthenticationHeaderValue header, TimeSpan life) = challenge.IsBearer && credentials is not { IsBearer: true }
            ? await FetchTokenAsync(call, challenge, credentials, cancellationToken).ConfigureAwait(false)
            : (credentials ?? throw OciException.AccessDenied(registry, 401, "it asks for credentials and there are none")).Header is { } own
                ? (own, TimeSpan.FromSeconds(MaxTokenSeconds))
                : default;
        if (_kept.Count >= MaxKept) { _kept.Clear(); }
        _kept[KeyOf(call)] = (header, timeProvider.GetUtcNow() + life - Margin);
        return header;
    }

    public void Forget(OciCall call) => _kept.TryRemove(KeyOf(call), out _);

    private async Task<(AuthenticationHeaderValue Header, TimeSpan Life)> FetchTokenAsync(
        OciCall call, Challenge challenge, OciCredentials? credentials, CancellationToken cancellationToken)
    {
        string registry = call.Repository.Registry;
        Uri uri = TokenAddress(call, challenge);
        using StallClock clock = new(options.StallTimeout, timeProvider, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Get, uri);
        request.Headers.Authorization = credentials?.Header;
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, clock.Token).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (status is 401 or 403) { throw OciException.AccessDenied(registry, status, "its token server refuses the credentials"); }
            if (status != 200) { throw Failed(status); }
            byte[] body = await BoundedBody.ReadAsync(response, MaxTokenBytes, registry, "token", clock).ConfigureAwait(false);
            OciToken? token = JsonSerializer.Deserialize(body, OciJson.Default.OciToken);
            string text = token?.Token ?? token?.AccessToken ?? throw OciException.Unusable(registry, "its token server sent no token");
            TimeSpan life = TimeSpan.FromSeconds(Math.Clamp(token.ExpiresIn ?? 0, LeastLife.TotalSeconds, MaxTokenSeconds));
            return (new AuthenticationHeaderValue("Bearer", text), life);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or FormatException || (error is OperationCanceledException && clock.HasStalled))
        {
            throw OciException.Unavailable(registry, "its token server did not answer, or not in its protocol", cause: error);
        }

        OciException Failed(int status) => status is 408 or 429 or >= 500
            ? OciException.Unavailable(registry, $"its token server answered {status}", status)
            : OciException.Unusable(registry, $"its token server answered {status}", status);
    }

    // The registry names the token server, so TLS vouches for it; without TLS it must be on this machine, as the registry is, or the registry itself.
    private static Uri TokenAddress(OciCall call, Challenge challenge)
    {
        string registry = call.Repository.Registry;
        if (!challenge.Parameters.TryGetValue("realm", out string? realm) || !Uri.TryCreate(realm, UriKind.Absolute, out Uri? uri) || uri is not { Scheme: "https" or "http", UserInfo: "" })
        {
            throw OciException.Unusable(registry, "its challenge names no token server");
        }

        if (uri.Scheme == "http" && !(uri.IsLoopback && call.Repository.IsLoopback) && !(call.Uri.Scheme == "http" && uri.Authority == call.Uri.Authority))
        {
            throw OciException.AccessDenied(registry, 401, "its token server is not reached over TLS, so no credentials are sent to it");
        }

        IEnumerable<string> asked = challenge.Parameters.TryGetValue("scope", out string? scope) ? scope.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        List<string> query = [.. asked.Union(call.Scopes, StringComparer.Ordinal).Select(static s => "scope=" + Uri.EscapeDataString(s))];
        if (challenge.Parameters.TryGetValue("service", out string? service)) { query.Insert(0, "service=" + Uri.EscapeDataString(service)); }
        return new Uri(uri.AbsoluteUri + (uri.Query.Length == 0 ? "?" : "&") + string.Join('&', query));
    }

    private static string KeyOf(OciCall call) => string.Join(' ', call.Scopes.Prepend(call.Repository.Registry));
}
