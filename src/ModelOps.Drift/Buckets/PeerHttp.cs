using System.Net;
using System.Net.Http.Headers;

namespace ModelOps.Drift.Buckets;

/// <summary>Asks one peer for one page. It never follows a redirect, which would carry credentials to where nobody sent them.</summary>
internal sealed class PeerHttp(PeerDriftBucketsOptions options, HttpMessageHandler handler) : IDisposable
{
    /// <summary>Most bytes of a page: what a server fills it with, and one bucket more.</summary>
    internal const int MaxPageBytes = DriftBucketFormat.PageBytes + DriftBucketLimits.MaxBytes + (2 * DriftBucketFormat.MaxOverhead);

    private readonly HttpClient _http = new(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    internal static SocketsHttpHandler CreateHandler(PeerDriftBucketsOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            UseProxy = false, // peers are pods beside this one
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = options.Timeout,
            MaxResponseHeadersLength = 16,
        };
        options.ConfigureHandler?.Invoke(handler);
        handler.AllowAutoRedirect = false;
        return handler;
    }

    /// <summary>The page's bytes and tag; no bytes where the peer says that the tag given is still right.</summary>
    /// <exception cref="PeerFailureException">The peer cannot be used.</exception>
    internal async Task<(byte[]? Bytes, string? Tag)> GetAsync(Peer peer, string path, string? tag, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(peer.Base + path));
        request.Headers.Host = peer.HostHeader;
        request.Headers.Accept.ParseAdd(DriftBucketFormat.ContentType);
        if (tag is not null) { request.Headers.TryAddWithoutValidation("If-None-Match", tag); }
        foreach ((string name, string value) in options.Headers) { request.Headers.TryAddWithoutValidation(name, value); }
        if (options.BearerToken is { } token && await token(cancellationToken).ConfigureAwait(false) is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified && tag is not null) { return (null, tag); }
            if (response.StatusCode != HttpStatusCode.OK) { throw new PeerFailureException(PeerFailureException.Refused, $"it answered {(int)response.StatusCode}. Check that it maps MapModelOpsDriftBuckets() and lets this replica in"); }
            if (response.Content.Headers.ContentType?.MediaType != DriftBucketFormat.ContentType) { throw new PeerFailureException(PeerFailureException.Damaged, "it answered something else than drift buckets"); }
            return (await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false), response.Headers.ETag?.ToString());
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PeerFailureException(PeerFailureException.Unreachable, "it cannot be reached, or broke the connection off");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxPageBytes) { throw TooLarge(); }
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream all = new();
            byte[] buffer = new byte[64 << 10];
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                if (all.Length + read > MaxPageBytes) { throw TooLarge(); }
                all.Write(buffer, 0, read);
            }

            return all.ToArray();
        }
    }

    private static PeerFailureException TooLarge() => new(PeerFailureException.TooLarge, $"it answered more than {MaxPageBytes} bytes at once");
}
