namespace ModelOps.Serving;

/// <summary>The judgement of an <see cref="IRolloutGate"/>.</summary>
public sealed record RolloutGateResult
{
    private RolloutGateResult(RolloutGateAction action, string? reason) => (Action, Reason) = (action, reason);

    /// <summary>Nothing stands in the way.</summary>
    public static RolloutGateResult Pass { get; } = new(RolloutGateAction.Pass, null);

    /// <summary>What the rollout is to do.</summary>
    public RolloutGateAction Action { get; }

    /// <summary>Why, for people; null when it passes.</summary>
    public string? Reason { get; }

    /// <summary>The rollout must not go on to the next step now.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>The judgement.</returns>
    public static RolloutGateResult Hold(string reason) => new(RolloutGateAction.Hold, reason ?? throw new ArgumentNullException(nameof(reason)));

    /// <summary>The rollout must be rolled back.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>The judgement.</returns>
    public static RolloutGateResult RollBack(string reason) => new(RolloutGateAction.RollBack, reason ?? throw new ArgumentNullException(nameof(reason)));
}
