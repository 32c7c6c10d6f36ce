namespace ModelOps.Registry.Mlflow;

/// <summary>A text is not what MLflow writes: an <c>MLmodel</c> file, a signature or a URI.</summary>
/// <param name="what">What was read, e.g. <c>The MLmodel file</c>.</param>
/// <param name="reason">What is wrong with it, and what mends it.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class MlflowFormatException(string what, string reason, Exception? innerException = null)
    : ModelOpsException(ModelOpsErrorKind.InvalidArgument, MlflowErrorCodes.Malformed, $"{what} cannot be read: {reason}.", innerException);
