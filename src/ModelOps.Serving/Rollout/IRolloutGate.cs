namespace ModelOps.Serving;

/// <summary>A gate of the host's own, such as one on drift: it is asked whenever a rollout is evaluated, and may hold it or roll it back.</summary>
/// <remarks>Register any number as services. Implementations are thread-safe and answer quickly. One that throws holds the rollout.</remarks>
public interface IRolloutGate
{
    /// <summary>Judges a rollout that is running or paused.</summary>
    /// <param name="rollout">Where it stands.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The judgement.</returns>
    ValueTask<RolloutGateResult> EvaluateAsync(RolloutProgress rollout, CancellationToken cancellationToken = default);
}
