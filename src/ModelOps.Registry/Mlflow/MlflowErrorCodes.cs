namespace ModelOps.Registry.Mlflow;

/// <summary>Codes of the errors that only MLflow's formats and servers have.</summary>
public static class MlflowErrorCodes
{
    /// <summary>A text is not an <c>MLmodel</c> file, or not an MLflow URI.</summary>
    public const string Malformed = "MLFLOW_MALFORMED";

    /// <summary>The MLflow server gave no answer.</summary>
    public const string Unreachable = "MLFLOW_UNREACHABLE";

    /// <summary>The MLflow server answered what the client cannot use.</summary>
    public const string AnswerUnusable = "MLFLOW_ANSWER_UNUSABLE";

    /// <summary>The MLflow server refused the call.</summary>
    public const string Refused = "MLFLOW_REFUSED";

    /// <summary>An MLflow server cannot do what was asked for.</summary>
    public const string NotSupported = "MLFLOW_NOT_SUPPORTED";
}
