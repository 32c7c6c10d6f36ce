namespace ModelOps.Drift.Profiles;

/// <summary>A stored drift profile cannot be used: damaged, of another format, or beyond the limits. Nothing of it is loaded.</summary>
/// <param name="problem">What is wrong, as a clause.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class DriftProfileFormatException(string problem, Exception? innerException = null) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ErrorCode,
    $"The drift profile cannot be read: {problem}. Profile the reference data again and register it with the model version.",
    innerException)
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "DRIFT_PROFILE_INVALID";

    /// <summary>What is wrong, as a clause.</summary>
    public string Problem { get; } = problem;
}
