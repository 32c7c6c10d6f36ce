namespace ModelOps.Drift.Performance;

/// <summary>Stored state of performance estimation cannot be used: damaged, of another format, or beyond the limits. Nothing of it is loaded.</summary>
/// <param name="what">What was to be read, such as <c>calibrator</c>.</param>
/// <param name="problem">What is wrong, as a clause.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class PerformanceFormatException(string what, string problem, Exception? innerException = null) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ErrorCode,
    $"The {what} cannot be read: {problem}. Restore the file from where it was written, or make it again from data.",
    innerException)
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "DRIFT_PERFORMANCE_STATE_INVALID";

    /// <summary>What was to be read.</summary>
    public string What { get; } = what;

    /// <summary>What is wrong, as a clause.</summary>
    public string Problem { get; } = problem;
}
