namespace ModelOps.Drift.Sequential;

/// <summary>A saved sequential test or detector cannot be used: damaged, of another format or reference, or beyond the limits. Nothing of it is loaded.</summary>
/// <param name="problem">What is wrong, as a clause.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class SequentialStateFormatException(string problem, Exception? innerException = null) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ErrorCode,
    $"The saved sequential state cannot be read: {problem}. Begin anew with the reference; evidence gathers again from there.",
    innerException)
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "DRIFT_SEQUENTIAL_STATE_INVALID";

    /// <summary>What is wrong, as a clause.</summary>
    public string Problem { get; } = problem;
}
