using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Client;
using ModelOps.OpenInference.Client.Endpoints;
using ModelOps.OpenInference.Diagnostics;

namespace ModelOps.OpenInference;

/// <summary>Answers calls of models with servers of the Open Inference Protocol (Triton, KServe, MLServer, ModelOps), over REST or gRPC: it takes the place of
/// the client that answers in this process.</summary>
/// <remarks>
/// <para>Calls are spread over the servers by the power of two choices. A call that no server could answer is tried again where that is safe; a server that
/// fails often is left out until it is healthy. A call fails as the local one does, and beyond that with <see cref="ServerUnreachableException"/> or
/// <see cref="ServerAnswerException"/>.</para>
/// <para>The lists of known names in the errors of remote models are left to the servers. Thread-safe. One client for each group of servers, for the life of the app.</para>
/// </remarks>
public sealed class OpenInferenceClient : IInferenceClient, IDisposable
{
    private const string Cancelled = "cancelled";
    private const string UnknownModel = "_OTHER"; // a name that nobody serves must not become a time series

    private readonly OpenInferenceClientOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ClientMetrics _metrics;
    private readonly ServerConnections _connections;
    private readonly RemoteCalls _calls;

    /// <summary>Makes a client; it connects with its first call.</summary>
    /// <param name="options">Settings; read now, not kept in step.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="meters">Makes the meter; null for one of the process.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names its key, the value found and the mend.</exception>
    public OpenInferenceClient(OpenInferenceClientOptions options, ILoggerFactory? loggers = null, IMeterFactory? meters = null, TimeProvider? timeProvider = null)
    {
        _options = OpenInferenceClientOptionsValidator.Ensure(options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _metrics = new ClientMetrics(meters);
        ILogger logger = (ILogger?)loggers?.CreateLogger<OpenInferenceClient>() ?? NullLogger.Instance;
        _connections = new ServerConnections(options, _timeProvider, logger);
        ServerEndpoint[] endpoints = [.. options.Endpoints.Select(uri => new ServerEndpoint(uri.Authority, _connections.Open(uri), options, _metrics, _timeProvider, logger))];
        ulong seed = options.Seed is { } given ? (ulong)given : (ulong)_timeProvider.GetTimestamp();
        _calls = new RemoteCalls(new EndpointSet(endpoints, seed), options, _metrics, _timeProvider, logger);
    }

    /// <inheritdoc/>
    /// <exception cref="ServerUnreachableException">No server answered.</exception>
    /// <exception cref="ServerAnswerException">A server answered what cannot be used.</exception>
    public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return MeasureAsync(request, response, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ServerUnreachableException">No server answered.</exception>
    /// <exception cref="ServerAnswerException">A server answered what cannot be used.</exception>
    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return AskAsync(model, static (transport, reference, token) => transport.GetMetadataAsync(reference, token), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ServerUnreachableException">No server answered.</exception>
    /// <exception cref="ServerAnswerException">A server answered what cannot be used.</exception>
    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return AskAsync(model, static (transport, reference, token) => transport.IsReadyAsync(reference, token), cancellationToken);
    }

    /// <summary>Closes all connections; calls that run fail.</summary>
    public void Dispose()
    {
        _calls.Dispose();
        _connections.Dispose();
    }

    private async ValueTask MeasureAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        using Activity? activity = ClientActivity.Start(request.Model);
        long start = _timeProvider.GetTimestamp();
        try
        {
            await InferInTimeAsync(request, response, cancellationToken).ConfigureAwait(false);
            activity?.SetTag(ModelOpsTagNames.Version, response.ModelVersion);
            if (_metrics.IsObserved) { _metrics.Answered(_timeProvider.GetElapsedTime(start), request.Model.Name, response.ModelVersion); }
        }
        catch (Exception error)
        {
            string errorType = error is ModelOpsException known ? known.Code : error is OperationCanceledException ? Cancelled : error.GetType().FullName!;
            activity?.Fail(errorType);
            _metrics.Failed(_timeProvider.GetElapsedTime(start), error is ModelNotFoundException ? UnknownModel : request.Model.Name, errorType);
            throw;
        }
    }

    private async ValueTask InferInTimeAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = _timeProvider.GetUtcNow();
        DateTimeOffset deadline = request.Context.Deadline is { } asked && asked < now + _options.Timeout ? asked : now + _options.Timeout;
        if (deadline <= now) { throw new DeadlineExceededException(request.Model.ToString(), "before it was sent"); }
        using CancellationTokenSource late = new(deadline - now, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            bool mayRunTwice = _options.IsInferenceIdempotent || request.Context.IdempotencyKey is not null;
            RemoteInference call = new(_calls, request, deadline, mayRunTwice);
            if (_options.HedgingDelay is { } delay && _options.IsInferenceIdempotent)
            {
                await HedgedInference.RunAsync(call, response, delay, _metrics, _timeProvider, either.Token).ConfigureAwait(false);
            }
            else
            {
                await call.RunAsync(response, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException(request.Model.ToString(), "while the server was asked");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async ValueTask<T> AskAsync<T>(ModelReference model, Func<ITransport, ModelReference, CancellationToken, ValueTask<T>> question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource late = new(_options.Timeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await _calls.RunAsync(model, question, new Attempts(), mayRunTwice: true, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException(model.ToString(), "while the server was asked");
        }
    }
}
