using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace ModelOps.OpenInference.Client.Endpoints;

/// <summary>One server: how much it has to do, how fast it answers, and whether it is left out.</summary>
/// <remarks>A server whose calls fail too often is left out. Once its time is over it must answer its health check, then one call (the breaker's
/// half-open state), before it gets more.</remarks>
internal sealed class ServerEndpoint : IDisposable
{
    /// <summary>Least weight of a new latency in the average; older ones fade.</summary>
    private const double Weight = 0.2;

    /// <summary>Time after which an average counts 1/e of what it was, so that a server that was slow once is tried again although another is faster.
    /// Source: "Peak EWMA" of Twitter's Finagle, whose default it is.</summary>
    private const double FadeSeconds = 10;

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _breaker;
    private readonly OpenInferenceClientOptions _options;
    private readonly ClientMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private double _seconds;
    private long _learned;
    private int _inFlight;
    private volatile bool _awaitsHealth;

    public ServerEndpoint(string name, ITransport transport, OpenInferenceClientOptions options, ClientMetrics metrics, TimeProvider timeProvider, ILogger logger)
    {
        Name = name;
        Transport = transport;
        _options = options;
        _metrics = metrics;
        _timeProvider = timeProvider;
        _logger = logger;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.EjectionFailureRatio,
                MinimumThroughput = options.EjectionMinimumCalls,
                SamplingDuration = options.SamplingDuration,
                BreakDuration = options.EjectionTime,
                StateProvider = _state,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is ServerUnreachableException or ServerAnswerException { Status: null or >= 500 }),
                OnOpened = _ => OnEjected(),
                OnClosed = _ => OnReturned(),
            })
            .Build();
    }

    /// <summary>Host and port.</summary>
    public string Name { get; }

    public ITransport Transport { get; }

    /// <summary>Whether calls may go to it: it answers, or it is due for a call that decides whether it does.</summary>
    public bool IsEligible => _state.CircuitState switch
    {
        CircuitState.Closed => true,
        CircuitState.Open => !_awaitsHealth,
        _ => false, // one call is deciding
    };

    /// <summary>Whether a call would take longer here than there, roughly: the average latency, which fades, for each call ahead of it. While one of the two was never
    /// asked, the calls ahead alone are compared, so that a server that takes calls and never answers does not draw them all.</summary>
    public bool IsBusierThan(ServerEndpoint other)
    {
        double ahead = Volatile.Read(ref _inFlight) + 1;
        double aheadThere = Volatile.Read(ref other._inFlight) + 1;
        double seconds = ReadAverage();
        double secondsThere = other.ReadAverage();
        return seconds == 0 || secondsThere == 0 ? ahead > aheadThere : seconds * ahead > secondsThere * aheadThere;
    }

    /// <summary>Runs one try.</summary>
    public async ValueTask<T> RunAsync<TState, T>(TState state, Func<ITransport, TState, CancellationToken, ValueTask<T>> operation, ResilienceContext context)
    {
        long start = _timeProvider.GetTimestamp();
        Interlocked.Increment(ref _inFlight);
        _metrics.Began(Name);
        try
        {
            T result = await _breaker.ExecuteAsync(
                static (inner, call) => call.Endpoint.TryAsync(call.State, call.Operation, inner.CancellationToken),
                context,
                (Endpoint: this, State: state, Operation: operation)).ConfigureAwait(false);
            Learn(_timeProvider.GetElapsedTime(start).TotalSeconds);
            return result;
        }
        catch (BrokenCircuitException left)
        {
            throw new ServerUnreachableException(Name, "it is left out for a while, since too many of its calls failed", mayHaveRun: false, left);
        }
        catch (ServerUnreachableException)
        {
            Learn(_timeProvider.GetElapsedTime(start).TotalSeconds);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            _metrics.Ended(Name);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        Transport.Dispose();
    }

    private async ValueTask<T> TryAsync<TState, T>(TState state, Func<ITransport, TState, CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(_options.AttemptTimeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await operation(Transport, state, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnreachableException(Name, $"there was none within {_options.AttemptTimeout}", mayHaveRun: true, cause);
        }
    }

    // Two calls that learn at once may lose one latency of the two: it is an average.
    private void Learn(double seconds)
    {
        double average = Volatile.Read(ref _seconds);
        double weight = average == 0 ? 1 : Math.Max(Weight, 1 - ReadFade());
        Volatile.Write(ref _seconds, average + (weight * (seconds - average)));
        Volatile.Write(ref _learned, _timeProvider.GetTimestamp());
    }

    private double ReadAverage() => Volatile.Read(ref _seconds) is > 0 and var seconds ? seconds * ReadFade() : 0;

    private double ReadFade() => Math.Exp(-_timeProvider.GetElapsedTime(Volatile.Read(ref _learned)).TotalSeconds / FadeSeconds);

    private ValueTask OnEjected()
    {
        _awaitsHealth = true;
        _metrics.Ejected(Name);
        _logger.ServerEjected(Name, _options.EjectionTime);
        _ = AwaitHealthAsync(_stop.Token);
        return ValueTask.CompletedTask;
    }

    private ValueTask OnReturned()
    {
        _logger.ServerReturned(Name);
        return ValueTask.CompletedTask;
    }

    private async Task AwaitHealthAsync(CancellationToken stop)
    {
        try
        {
            do { await Task.Delay(_options.EjectionTime, _timeProvider, stop).ConfigureAwait(false); }
            while (!await IsLiveAsync(stop).ConfigureAwait(false));
            _awaitsHealth = false;
            _logger.ServerOnProbation(Name);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client is disposed.
        }
    }

    private async ValueTask<bool> IsLiveAsync(CancellationToken stop)
    {
        using CancellationTokenSource late = new(_options.AttemptTimeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await Transport.IsLiveAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
