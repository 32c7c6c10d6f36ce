namespace ModelOps;

/// <summary>How much lies in a queue.</summary>
public sealed record InferenceJobQueueDepth
{
    /// <summary>Jobs that a worker could take now.</summary>
    public required long Ready { get; init; }

    /// <summary>Jobs that wait for the time of their next attempt.</summary>
    public required long Delayed { get; init; }

    /// <summary>Jobs that workers hold.</summary>
    public required long Running { get; init; }

    /// <summary>Dead letters.</summary>
    public required long Dead { get; init; }

    /// <summary>How long the job that waits longest has been ready; zero when none waits.</summary>
    public required TimeSpan OldestAge { get; init; }
}
