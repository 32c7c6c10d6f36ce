namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>A request that is answered with an error of the MLflow API.</summary>
internal sealed class MlflowRefusedException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;

    /// <summary>Status to answer with; that of the code unless set.</summary>
    public int Status { get; init; } = MlflowErrorCodes.StatusOf(code);

    public static MlflowRefusedException Invalid(string message, Exception? cause = null) => new(MlflowErrorCodes.InvalidParameterValue, message, cause);

    public static MlflowRefusedException Missing(string message, Exception? cause = null) => new(MlflowErrorCodes.ResourceDoesNotExist, message, cause);
}
