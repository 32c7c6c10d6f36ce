using System.Threading.RateLimiting;

namespace ModelOps.Serving.Limits;

/// <summary>A limiter that a host adds.</summary>
internal sealed record RateLimiterStep(Func<IServiceProvider, PartitionedRateLimiter<InferenceRequest>> Create);
