using Microsoft.Extensions.Options;

namespace ModelOps.Jobs;

/// <summary>Which failures are tried again, and when.</summary>
internal sealed class JobRetryPolicy
{
    private const int MaxDoublings = 30;
    private readonly Random _random;
    private readonly JobsOptions _options;
    private readonly Lock _lock = new();

    public JobRetryPolicy(IOptions<JobsOptions> options)
    {
        _options = options.Value;
        _random = _options.Seed is { } seed ? new Random(seed) : new Random();
    }

    /// <summary>What an attempt that threw comes to. An error of the caller or of the model on this input comes again with every attempt.</summary>
    public InferenceJobOutcome Judge(Exception error, int attempt)
    {
        if (error is not ModelOpsException known)
        {
            return InferenceJobOutcome.Retry(new InferenceJobError(InferenceJobError.Internal, "The attempt failed on the host's side; its log says why."), Delay(attempt));
        }

        InferenceJobError reason = new(known.Code, known.Message);
        if (known.Kind is not (ModelOpsErrorKind.Unavailable or ModelOpsErrorKind.DeadlineExceeded or ModelOpsErrorKind.ResourceExhausted)) { return InferenceJobOutcome.Failed(reason); }
        TimeSpan delay = Delay(attempt);
        return InferenceJobOutcome.Retry(reason, known.RetryAfter > delay ? known.RetryAfter.Value : delay);
    }

    /// <summary>Exponential backoff with equal jitter: half of the delay is certain, half is drawn.</summary>
    /// <remarks>Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.</remarks>
    public TimeSpan Delay(int attempt)
    {
        double most = Math.Min(_options.RetryDelay.Ticks * Math.Pow(2, Math.Min(attempt - 1, MaxDoublings)), _options.MaxRetryDelay.Ticks);
        lock (_lock) { return TimeSpan.FromTicks((long)(most * (0.5 + (0.5 * _random.NextDouble())))); }
    }
}
