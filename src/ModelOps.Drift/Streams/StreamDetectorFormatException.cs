namespace ModelOps.Drift.Streams;

/// <summary>A saved stream detector cannot be used: damaged, of another format, or beyond the limits. Nothing of it is loaded.</summary>
/// <param name="problem">What is wrong, as a clause.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class StreamDetectorFormatException(string problem, Exception? innerException = null) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ErrorCode,
    $"The saved stream detector cannot be read: {problem}. Start a new detector with the settings you want; it learns the stream again.",
    innerException)
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "DRIFT_STREAM_STATE_INVALID";

    /// <summary>What is wrong, as a clause.</summary>
    public string Problem { get; } = problem;
}
