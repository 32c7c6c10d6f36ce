namespace ModelOps;

/// <summary>A launcher refused, or could not answer. No credentials and nothing that a scheduler wrote are part of the error.</summary>
/// <param name="kind">What sort of failure it is.</param>
/// <param name="code">One of <see cref="TrainingJobErrorCodes"/>.</param>
/// <param name="message">What happened, what was expected, what mends it.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class TrainingJobException(ModelOpsErrorKind kind, string code, string message, Exception? innerException = null)
    : ModelOpsException(kind, code, message, innerException);
