using System.Threading.RateLimiting;

namespace ModelOps.Serving.Limits;

/// <summary>Asks a limiter of the host's own before each call.</summary>
internal sealed class RateLimiterInferenceClient(IInferenceClient inner, PartitionedRateLimiter<InferenceRequest> limiter, LimitMetrics metrics) : DelegatingInferenceClient(inner)
{
    private const string Name = "host";

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        RateLimitLease lease = limiter.AttemptAcquire(request);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            return WaitAsync(request, response, cancellationToken);
        }

        ValueTask call;
        try
        {
            call = Inner.InferAsync(request, response, cancellationToken);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, lease); }
        lease.Dispose();
        return call;
    }

    private async ValueTask WaitAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        using RateLimitLease lease = await limiter.AcquireAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false); // fails at once where there is no queue
        if (!lease.IsAcquired)
        {
            metrics.Refused(Name, "quota");
            throw new QuotaExceededException("that of the host's own limiter", lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter) ? retryAfter : null);
        }

        await Inner.InferAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask FinishAsync(ValueTask call, RateLimitLease lease)
    {
        using (lease) { await call.ConfigureAwait(false); }
    }
}
