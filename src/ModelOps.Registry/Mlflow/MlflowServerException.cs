namespace ModelOps.Registry.Mlflow;

/// <summary>An MLflow server gave no answer, refused the call, or answered what the client cannot use.</summary>
public sealed class MlflowServerException : ModelOpsException
{
    internal MlflowServerException(ModelOpsErrorKind kind, string code, string server, string message, Exception? innerException = null)
        : base(kind, code, message, innerException) => Server = server;

    /// <summary>Host and port of the server.</summary>
    public string Server { get; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>MLflow's own code, e.g. <c>RESOURCE_DOES_NOT_EXIST</c>; null when the answer had none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Whether the server may have done what was asked.</summary>
    public bool MayHaveRun { get; init; }

    internal static MlflowServerException Unreachable(string server, string reason, bool mayHaveRun, Exception? cause = null) => new(
        ModelOpsErrorKind.Unavailable,
        MlflowErrorCodes.Unreachable,
        server,
        $"The MLflow server {server} gave no answer: {reason}. Check that it runs and that this host may reach it.",
        cause)
    {
        MayHaveRun = mayHaveRun,
    };

    internal static MlflowServerException Unusable(string server, string reason, int? status = null, Exception? cause = null) => new(
        ModelOpsErrorKind.Internal,
        MlflowErrorCodes.AnswerUnusable,
        server,
        $"The answer of the MLflow server {server} cannot be used: {reason}.",
        cause)
    {
        Status = status,
        MayHaveRun = true,
    };

    internal static MlflowServerException NotSupported(string server, string what) => new(
        ModelOpsErrorKind.FailedPrecondition, MlflowErrorCodes.NotSupported, server, $"The MLflow server {server} cannot do this: {what}.");
}
