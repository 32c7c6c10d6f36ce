namespace ModelOps.Serving;

/// <summary>A rollout is not in a state in which this can be done.</summary>
/// <param name="model">Model.</param>
/// <param name="state">State it is in; null when there is no rollout.</param>
/// <param name="problem">What stands in the way, and what mends it.</param>
public sealed class RolloutStateException(string model, RolloutState? state, string problem) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition, ErrorCode, $"Rollout of model '{model}' ({state?.ToString() ?? "there is none"}): {problem}")
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "ROLLOUT_STATE";

    /// <summary>Model.</summary>
    public string Model { get; } = model;

    /// <summary>State it is in; null when there is no rollout.</summary>
    public RolloutState? State { get; } = state;
}
