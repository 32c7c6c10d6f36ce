using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>One try of a call: address, credentials, and every failure to get an answer as our error.</summary>
internal sealed class MlflowHttp : IDisposable
{
    // New connections are made now and then, so that a name that moved is followed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly MlflowOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _http;
    private readonly string _root;
    private readonly AuthenticationHeaderValue? _fixed;

    public MlflowHttp(MlflowOptions options, TimeProvider timeProvider, HttpMessageHandler? handler)
    {
        _options = options;
        _timeProvider = timeProvider;
        _root = options.TrackingUri!.AbsoluteUri.TrimEnd('/');
        Server = options.TrackingUri.Authority;
        _fixed = options switch
        {
            { Username: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
            { Token: { } token } => new AuthenticationHeaderValue("Bearer", token),
            _ => null,
        };
        _http = new HttpMessageInvoker(handler ?? NewHandler(options), disposeHandler: handler is null);
    }

    /// <summary>Host and port, for errors.</summary>
    public string Server { get; }

    public DateTimeOffset Now => _timeProvider.GetUtcNow();

    /// <param name="path">Path below the server's address, encoded, e.g. <c>/api/2.0/mlflow/runs/get?run_id=1</c>.</param>
    public Uri AddressOf(string path) => new(_root + path);

    /// <summary>Whether an address is one of this server: only there do our credentials go.</summary>
    public bool IsOwn(Uri address) => Uri.Compare(address, _options.TrackingUri, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>A budget of time that ends with a try; <see cref="Deadline.Extend"/> while bytes move.</summary>
    public Deadline Begin(TimeSpan time, CancellationToken cancellationToken) => new(time, _timeProvider, cancellationToken);

    /// <summary>Sends a request and returns when the headers of the answer are there.</summary>
    /// <exception cref="MlflowServerException">There was no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Deadline deadline)
    {
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher;
        if (IsOwn(request.RequestUri!)) { await AuthenticateAsync(request, deadline.Token).ConfigureAwait(false); }
        return await GuardAsync(() => _http.SendAsync(request, deadline.Token), deadline).ConfigureAwait(false);
    }

    /// <summary>Runs a part of an exchange and translates what goes wrong on the way.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> exchange, Deadline deadline)
    {
        try
        {
            return await exchange().ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (deadline.HasPassed)
        {
            throw MlflowServerException.Unreachable(Server, $"not within {deadline.Time}", mayHaveRun: true, error);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException or SocketException)
        {
            throw NoAnswer(error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask AuthenticateAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in _options.Headers) { request.Headers.TryAddWithoutValidation(name, value); }
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("modelops", "0.1"));
        string? token = _options.BearerToken is { } ask ? await ask(cancellationToken).ConfigureAwait(false) : null;
        if ((token is null ? _fixed : new AuthenticationHeaderValue("Bearer", token)) is { } credentials) { request.Headers.Authorization = credentials; }
    }

    private MlflowServerException NoAnswer(Exception cause)
    {
        HttpRequestError error = cause switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.ConnectionError,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => MlflowServerException.Unreachable(Server, "its name is not known", mayHaveRun: false, cause),
            HttpRequestError.ConnectionError => MlflowServerException.Unreachable(Server, "no connection could be made", mayHaveRun: false, cause),
            HttpRequestError.SecureConnectionError => MlflowServerException.Unreachable(Server, "no secure connection could be made", mayHaveRun: false, cause),
            HttpRequestError.ResponseEnded => MlflowServerException.Unreachable(Server, "the connection was cut before the answer was complete", mayHaveRun: true, cause),
            _ => MlflowServerException.Unreachable(Server, "the connection was cut", mayHaveRun: true, cause),
        };
    }

    private static SocketsHttpHandler NewHandler(MlflowOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AutomaticDecompression = DecompressionMethods.None, // a Range counts the bytes of the file, not of its packing
        };
        options.ConfigureHandler?.Invoke(handler);
        return handler;
    }
}
