using System.Net;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Dvc;

/// <summary>An HTTP server as a DVC remote: HEAD, GET and PUT or POST of objects by their keys below an address.</summary>
/// <remarks>Thread-safe. Redirects are not followed: credentials would go with them.</remarks>
public sealed class HttpDvcRemote : IDvcRemote, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private readonly Uri _root;
    private readonly HttpDvcRemoteOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes the remote.</summary>
    /// <param name="root">Address below which objects lie, e.g. <c>https://data.example.com/dvc</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="timeProvider">Clock of timeouts; null for the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="root"/> is not an address of HTTP, or credentials would go over plain HTTP to another machine.</exception>
    public HttpDvcRemote(Uri root, HttpDvcRemoteOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        _options = options ?? new HttpDvcRemoteOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.StallTimeout, TimeSpan.Zero);
        if (root is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            throw new ArgumentException("The address of a remote is http://… or https://…, without user, query or fragment.", nameof(root));
        }

        if (_options.Authorization is not null && root.Scheme == Uri.UriSchemeHttp && !root.IsLoopback)
        {
            throw new ArgumentException("Credentials go over TLS only, except on this machine. Use https, or leave Authorization out.", nameof(root));
        }

        if (_options.UploadMethod is not ("PUT" or "POST")) { throw new ArgumentException($"{nameof(HttpDvcRemoteOptions.UploadMethod)} is '{_options.UploadMethod}'. Set it to PUT or POST.", nameof(options)); }
        _root = new Uri(root.AbsoluteUri.TrimEnd('/') + "/");
        _timeProvider = timeProvider ?? TimeProvider.System;
        SocketsHttpHandler handler = new() { UseCookies = false, ConnectTimeout = ConnectTimeout, AutomaticDecompression = DecompressionMethods.None };
        _options.ConfigureHandler?.Invoke(handler);
        handler.AllowAutoRedirect = false;
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default)
    {
        using StallClock clock = new(_options.StallTimeout, _timeProvider, cancellationToken);
        using HttpResponseMessage response = await SendAsync(HttpMethod.Head, key, null, clock).ConfigureAwait(false);
        return Check(response, "a question", 200, 404);
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        StallClock clock = new(_options.StallTimeout, _timeProvider, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(HttpMethod.Get, key, null, clock).ConfigureAwait(false);
            if (Check(response, "a download", 200, 404))
            {
                Stream body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
                RemoteStream stream = new(body, response, clock);
                (response, clock) = (null, null!);
                return stream;
            }

            return null;
        }
        finally
        {
            response?.Dispose();
            clock?.Dispose();
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using StallClock clock = new(_options.StallTimeout, _timeProvider, cancellationToken);
        UploadContent body = new(FromStart, content.Length, clock, leavesOpen: true);
        using HttpResponseMessage response = await SendAsync(new HttpMethod(_options.UploadMethod), key, body, clock).ConfigureAwait(false);
        Check(response, "an upload", 200, 201, 204);

        Stream FromStart()
        {
            content.Position = 0;
            return content;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string key, HttpContent? content, StallClock clock)
    {
        if (!DvcPaths.IsInside(key)) { throw new ArgumentException("A key is a relative path with forward slashes.", nameof(key)); }
        using HttpRequestMessage request = new(method, new Uri(_root, string.Join('/', key.Split('/').Select(Uri.EscapeDataString)))) { Content = content };
        try
        {
            string? authorization = _options.Authorization is null ? null : await _options.Authorization(clock.Token).ConfigureAwait(false);
            if (authorization is not null) { request.Headers.TryAddWithoutValidation("Authorization", authorization); }
            return await _http.SendAsync(request, clock.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && clock.HasStalled))
        {
            throw DvcException.RemoteUnavailable("the connection failed or stood still", error);
        }
    }

    // True for the first of the expected statuses and those like it, false for 404.
    private bool Check(HttpResponseMessage response, string what, params int[] expected)
    {
        int status = (int)response.StatusCode;
        if (expected.Contains(status)) { return status != 404; }
        throw status is 408 or 429 or >= 500
            ? DvcException.RemoteUnavailable($"it answered {status} to {what}", retryAfter: response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - _timeProvider.GetUtcNow()))
            : DvcException.RemoteRefused($"it answered {status} to {what}");
    }
}
