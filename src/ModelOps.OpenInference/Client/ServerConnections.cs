using System.Net;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Client.Grpc;
using ModelOps.OpenInference.Client.Rest;

namespace ModelOps.OpenInference.Client;

/// <summary>The pooled connections of a client, shared by its servers.</summary>
internal sealed class ServerConnections : IDisposable
{
    // New ones are made now and then, so that a name that moved is followed.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);

    private readonly OpenInferenceClientOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _http;

    public ServerConnections(OpenInferenceClientOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = Lifetime,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingAfter,
            AutomaticDecompression = options is { Compress: true, Transport: OpenInferenceTransport.Rest } ? DecompressionMethods.GZip | DecompressionMethods.Deflate : DecompressionMethods.None,
        };
        options.ConfigureHandler?.Invoke(_handler);
        _http = new HttpMessageInvoker(_handler, disposeHandler: true);
    }

    public ITransport Open(Uri server) => _options.Transport == OpenInferenceTransport.Grpc
        ? new GrpcTransport(server, _handler, _options, _timeProvider)
        : new RestTransport(server, _http, _options, _timeProvider, _logger);

    public void Dispose() => _http.Dispose();
}
