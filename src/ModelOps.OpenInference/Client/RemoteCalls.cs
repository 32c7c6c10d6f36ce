using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Client.Endpoints;
using ModelOps.OpenInference.Diagnostics;
using Polly;
using Polly.Retry;

namespace ModelOps.OpenInference.Client;

/// <summary>Runs an operation on one server after another until one answers or it is no longer worth it.</summary>
internal sealed class RemoteCalls : IDisposable
{
    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("ModelOps.Attempts");
    private static readonly ResiliencePropertyKey<bool> MayRunTwiceKey = new("ModelOps.MayRunTwice");

    private readonly EndpointSet _endpoints;
    private readonly OpenInferenceClientOptions _options;
    private readonly ClientMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retry;

    public RemoteCalls(EndpointSet endpoints, OpenInferenceClientOptions options, ClientMetrics metrics, TimeProvider timeProvider, ILogger logger)
    {
        _endpoints = endpoints;
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _retry = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = TimeSpan.Zero,
                ShouldHandle = args => ValueTask.FromResult(
                    RetryRules.IsWorthRetry(args.Outcome.Exception, args.Context.Properties.GetValue(MayRunTwiceKey, defaultValue: false), options.MaxRetryDelay)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args)),
                OnRetry = OnRetry,
            })
            .Build();
    }

    /// <summary>Runs an operation.</summary>
    public async ValueTask<T> RunAsync<TState, T>(
        TState state, Func<ITransport, TState, CancellationToken, ValueTask<T>> operation, Attempts attempts, bool mayRunTwice, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(AttemptsKey, attempts);
            context.Properties.Set(MayRunTwiceKey, mayRunTwice);
            return await _retry.ExecuteAsync(
                static (inner, call) => call.Endpoints.Choose(call.Attempts).RunAsync(call.State, call.Operation, inner),
                context,
                (Endpoints: _endpoints, Attempts: attempts, State: state, Operation: operation)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _endpoints.Dispose();

    // A server that was not asked yet is asked at once. One that says when is believed; else the wait doubles, and is spread so that callers do not come back together.
    private TimeSpan Delay(RetryDelayGeneratorArguments<object> args)
    {
        if (_endpoints.HasFresh(args.Context.Properties.GetValue(AttemptsKey, new Attempts()))) { return TimeSpan.Zero; }
        double backoff = _options.RetryDelay.TotalSeconds * Math.Pow(2, args.AttemptNumber) * (0.5 + (0.5 * _endpoints.NextDouble()));
        TimeSpan asked = args.Outcome.Exception is ModelOpsException { RetryAfter: { } wait } ? wait : TimeSpan.Zero;
        TimeSpan delay = TimeSpan.FromSeconds(Math.Min(backoff, _options.MaxRetryDelay.TotalSeconds));
        return delay > asked ? delay : asked;
    }

    private ValueTask OnRetry(OnRetryArguments<object> args)
    {
        string errorType = ((ModelOpsException)args.Outcome.Exception!).Code;
        _metrics.Retried(errorType);
        _logger.CallRetried(args.RetryDelay, args.AttemptNumber + 1, errorType);
        return ValueTask.CompletedTask;
    }
}
