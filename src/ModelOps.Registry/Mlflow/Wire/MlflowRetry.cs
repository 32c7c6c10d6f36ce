using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;
using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Tries a call again where that does no harm and may help.</summary>
internal sealed class MlflowRetry
{
    private static readonly ResiliencePropertyKey<bool> MayRunTwiceKey = new("ModelOps.MayRunTwice");

    private readonly MlflowOptions _options;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;

    public MlflowRetry(MlflowOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _pipeline = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = args => ValueTask.FromResult(IsWorthIt(args.Outcome.Exception, args.Context.Properties.GetValue(MayRunTwiceKey, defaultValue: false))),
                DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as ModelOpsException)?.RetryAfter), // null: the usual
                OnRetry = OnRetry,
            })
            .Build();
    }

    /// <param name="mayRunTwice">Whether it does no harm when the call runs twice.</param>
    /// <param name="call">One try.</param>
    /// <param name="cancellationToken">Ends waiting and trying.</param>
    public async Task<T> RunAsync<T>(bool mayRunTwice, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(MayRunTwiceKey, mayRunTwice);
            return await _pipeline.ExecuteAsync(static (context, call) => new ValueTask<T>(call(context.CancellationToken)), context, call).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool IsWorthIt(Exception? error, bool mayRunTwice) => error is MlflowServerException refusal
        && (refusal.RetryAfter is not { } wait || wait <= _options.MaxRetryDelay)
        && (mayRunTwice || !refusal.MayHaveRun)
        && (refusal.Code == MlflowErrorCodes.Unreachable || refusal.Status is 408 or 429 or 500 or 502 or 503 or 504);

    private ValueTask OnRetry(OnRetryArguments<object> args)
    {
        MlflowServerException error = (MlflowServerException)args.Outcome.Exception!;
        _logger.MlflowCallRetried(args.RetryDelay, args.AttemptNumber + 1, error.ErrorCode ?? error.Code);
        return ValueTask.CompletedTask;
    }
}
