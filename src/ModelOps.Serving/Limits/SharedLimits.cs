using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Limits;

/// <summary>Asks the store of shared limits: waits little, and leaves it alone while it fails.</summary>
internal sealed class SharedLimits(LimitsOptions options, IDistributedLimiter? limiter, LimitMetrics metrics, TimeProvider timeProvider, ILogger logger)
{
    private readonly Circuit _circuit = new(options.SharedBreakAfter, options.SharedBreakDuration, timeProvider);

    public bool HasStore => limiter is not null;

    public TimeSpan BreakDuration => options.SharedBreakDuration;

    /// <returns>Null when the store gives no answer.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async ValueTask<LimitDecision?> AskAsync(SharedBucket bucket, int cost, CancellationToken cancellationToken)
    {
        if (!_circuit.TryEnter()) { return null; }
        try
        {
            LimitDecision decision = await limiter!.AcquireAsync(bucket.Key, cost, bucket.Wanted(cost), bucket.Rule, cancellationToken).AsTask()
                .WaitAsync(options.SharedTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
            if (_circuit.Succeeded()) { logger.LimiterBack(); }
            long now = timeProvider.GetTimestamp();
            if (decision.IsAllowed) { bucket.Granted(decision.Granted - cost, now); } else { bucket.Refused(cost, decision.RetryAfter, now); }
            return decision;
        }
        catch (Exception e) when (e is DistributedLimiterException or TimeoutException)
        {
            metrics.SharedFailed();
            if (_circuit.Failed()) { logger.LimiterFails(options.SharedBreakDuration, e.GetType().Name); }
            return null;
        }
    }
}
