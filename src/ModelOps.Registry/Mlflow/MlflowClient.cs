using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

/// <summary>A client of an MLflow server: its model registry and its tracking, in our terms, and its artifacts.</summary>
/// <remarks>
/// Speaks MLflow's REST API 2.0, as MLflow 2 and 3, GitLab and our own server offer it. Thread-safe. Every call may throw
/// <see cref="MlflowServerException"/>. A call is tried again when the server cannot be reached or says that it cannot answer now, unless running it
/// twice could do harm. After <see cref="Dispose"/> every call throws <see cref="ObjectDisposedException"/>.
/// <para>What MLflow does not have, and what <see cref="Registry"/> does about it:</para>
/// <list type="bullet">
/// <item>Semantic versions, formats, digests and signatures go into tags that begin with <c>modelops.</c>, and into the file <c>modelops.json</c>
/// beside the model. A version that another client registered reads as <c>number.0.0</c>, with format and signature of its MLmodel file.</item>
/// <item>Digests: a version that we registered is checked against its manifest. The files of any other are recorded when this machine first fetches
/// them, and checked against that ever after: trust on first use. Before that its list of files is empty, and so is its digest.</item>
/// <item>Compare-and-set: an alias is read, checked and then moved. Between the two another client can move it, and its move is lost. Revisions
/// are kept in a tag of the model, and in this process.</item>
/// <item>A log of events: the client asks the server now and then and tells what is different. Two moves between two looks are told as one.</item>
/// <item>Transactions: a registration that is broken off may leave a logged model without a version, never a version without its files, except on
/// servers that give each version a folder of its own. A change of several things may be done in part.</item>
/// <item>Models whose names <see cref="ModelReference.IsName"/> refuses are left out; <see cref="DownloadAsync"/> reaches them.</item>
/// <item>Several aliases in one move, and the state of the past, are not supported.</item>
/// </list>
/// </remarks>
public sealed class MlflowClient : IDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    private readonly MlflowHttp _http;
    private readonly MlflowApi _api;
    private readonly MlflowOptions _options;
    private readonly MlflowModelRegistry _registry;
    private bool _disposed;

    /// <summary>Makes a client; no connection is made yet.</summary>
    /// <param name="options">Server and settings; must not change afterwards.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="handler">Sends the requests; null for connections of the client's own, which <see cref="MlflowOptions.ConfigureHandler"/> may change.
    /// It must not follow redirects. The caller disposes it.</param>
    /// <exception cref="ArgumentException">A setting is not valid; the message lists all that are not.</exception>
    public MlflowClient(MlflowOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, HttpMessageHandler? handler = null)
    {
        _options = MlflowOptionsValidator.Ensure(options);
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        ILogger logger = loggerFactory?.CreateLogger<MlflowClient>() ?? NullLogger<MlflowClient>.Instance;
        _http = new MlflowHttp(options, clock, handler);
        _api = new MlflowApi(_http, new MlflowRetry(options, clock, logger), options, logger);
        _registry = new MlflowModelRegistry(_api, options, clock);
        Tracking = new MlflowTrackingStore(_api);
    }

    /// <summary>The server's registered models.</summary>
    public IModelRegistry Registry => _registry;

    /// <summary>The server's experiments, runs and logged models.</summary>
    public ITrackingStore Tracking { get; }

    /// <summary>Asks the server what it is. Servers of all ages answer.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What it says.</returns>
    public async Task<MlflowServerInfo> GetServerInfoAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        JsonElement? info = await TryProbeAsync("/api/3.0/mlflow/server-info", cancellationToken).ConfigureAwait(false) is { } json ? Parse(json) : null;
        string? version = await TryProbeAsync("/version", cancellationToken).ConfigureAwait(false);
        return new MlflowServerInfo
        {
            Version = version is { Length: > 0 and <= 64 } && char.IsAsciiDigit(version[0]) ? version.Trim() : null,
            StoreType = info is { } known ? MlflowJson.Text(known, "store_type") : null,
            HasMultipartUploads = info is { } told ? MlflowJson.Find(told, "multipart_uploads_enabled")?.ValueKind == JsonValueKind.True : null,
        };
    }

    /// <summary>Copies artifacts to a folder of this machine. They are not checked against anything; <see cref="IModelRegistry.FetchAsync"/> does that.</summary>
    /// <param name="uri">Model version, logged model, run or artifact, with or without a path below it.</param>
    /// <param name="folder">Folder to write; it is made when it is not there, and files of the same names are replaced.</param>
    /// <param name="cancellationToken">Ends the call early; files that were written stay.</param>
    /// <returns>Paths of the files below the folder, with forward slashes, in ordinal order.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public async Task<IReadOnlyList<string>> DownloadAsync(MlflowUri uri, string folder, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return await _registry.DownloadAsync(uri, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections. Calls still running fail.</summary>
    public void Dispose()
    {
        _disposed = true;
        _registry.Dispose();
        _http.Dispose();
    }

    /// <summary>One try, in little time: an old server that knows nothing of it is as good an answer.</summary>
    private async Task<string?> TryProbeAsync(string path, CancellationToken cancellationToken)
    {
        using Deadline deadline = _http.Begin(ProbeTimeout, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Get, _http.AddressOf(path));
        using HttpResponseMessage answer = await _http.SendAsync(request, deadline).ConfigureAwait(false);
        if ((int)answer.StatusCode is 401 or 403 or >= 500)
        {
            throw await _http.GuardAsync(() => MlflowRefusal.ReadAsync(_http.Server, answer, _http.Now, deadline.Token), deadline).ConfigureAwait(false);
        }

        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > _options.MaxResponseBytes) { return null; }
        byte[] buffer = new byte[16 << 10];
        int read = await _http.GuardAsync(
            async () =>
            {
                Stream body = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
                await using (body.ConfigureAwait(false)) { return await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline.Token).ConfigureAwait(false); }
            },
            deadline).ConfigureAwait(false);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
