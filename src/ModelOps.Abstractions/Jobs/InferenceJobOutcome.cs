namespace ModelOps;

/// <summary>How an attempt ended, with what belongs to that.</summary>
public sealed record InferenceJobOutcome
{
    private InferenceJobOutcome(InferenceJobOutcomeKind kind) => Kind = kind;

    /// <summary>Ended early because someone asked for it.</summary>
    public static InferenceJobOutcome Cancelled { get; } = new(InferenceJobOutcomeKind.Cancelled);

    /// <summary>Given back untouched; it does not count as an attempt.</summary>
    public static InferenceJobOutcome Released { get; } = new(InferenceJobOutcomeKind.Released);

    /// <summary>How it ended.</summary>
    public InferenceJobOutcomeKind Kind { get; }

    /// <summary>The result of a success; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Result { get; private init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public InferenceJobError? Error { get; private init; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>Done.</summary>
    /// <param name="result">The result; it must not change until the outcome is settled.</param>
    /// <returns>The outcome.</returns>
    public static InferenceJobOutcome Succeeded(ReadOnlyMemory<byte> result) => new(InferenceJobOutcomeKind.Succeeded) { Result = result };

    /// <summary>Failed for good.</summary>
    /// <param name="error">Why.</param>
    /// <returns>The outcome.</returns>
    public static InferenceJobOutcome Failed(InferenceJobError error) =>
        new(InferenceJobOutcomeKind.Failed) { Error = error ?? throw new ArgumentNullException(nameof(error)) };

    /// <summary>Failed, but another attempt may do; after the last attempt the job is dead.</summary>
    /// <param name="error">Why.</param>
    /// <param name="delay">How long to wait before the next attempt; at least 0.</param>
    /// <returns>The outcome.</returns>
    public static InferenceJobOutcome Retry(InferenceJobError error, TimeSpan delay) =>
        new(InferenceJobOutcomeKind.Retry) { Error = error ?? throw new ArgumentNullException(nameof(error)), Delay = delay };
}
