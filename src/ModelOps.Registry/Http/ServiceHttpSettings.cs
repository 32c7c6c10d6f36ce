namespace ModelOps.Registry.Http;

/// <summary>How to speak to a service.</summary>
/// <param name="Address">Base address; a path of its own is kept.</param>
internal sealed record ServiceHttpSettings(Uri Address)
{
    /// <summary>Longest time for one attempt, the body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts for what may be repeated.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubled for each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait that a service may ask for; a longer one is not waited for.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of an answer.</summary>
    public int MaxAnswerBytes { get; init; } = 4 << 20;

    /// <summary>Makes the handler; null for one of the client's own.</summary>
    public Func<HttpMessageHandler>? Handler { get; init; }
}
