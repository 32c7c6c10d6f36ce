using Microsoft.AspNetCore.Http;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>The one mapping of failures to errors of the API.</summary>
internal static class MlflowErrors
{
    public static (int Status, string Code, string Message) For(Exception error) => error switch
    {
        MlflowRefusedException refused => (refused.Status, refused.Code, refused.Message),
        ModelNotFoundException unknown => With(MlflowErrorCodes.ResourceDoesNotExist, $"Registered Model with name={unknown.Model} not found"),
        ModelExistsException taken => With(MlflowErrorCodes.ResourceAlreadyExists, $"Registered Model (name={taken.Model}) already exists."),
        ModelVersionNotFoundException unknown => With(
            MlflowErrorCodes.ResourceDoesNotExist, $"Model Version (name={unknown.Reference.Name}, version={unknown.Reference.Version ?? unknown.Reference.Alias}) not found"),
        ExperimentConflictException taken => With(MlflowErrorCodes.ResourceAlreadyExists, $"Experiment(name={taken.Name}) already exists. {taken.Message}"),
        ParamConflictException changed => With(MlflowErrorCodes.InvalidParameterValue, changed.Message),
        ArtifactTooLargeException large => (StatusCodes.Status413PayloadTooLarge, MlflowErrorCodes.InvalidParameterValue, large.Message),
        ModelOpsException domain => For(domain),
        ArgumentException misuse => With(MlflowErrorCodes.InvalidParameterValue, WithoutParameter(misuse)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge, MlflowErrorCodes.InvalidParameterValue, "The body is larger than the server takes. Send less at once."),
        BadHttpRequestException => With(MlflowErrorCodes.BadRequest, "The request could not be read to its end. Send it again, whole."),
        OperationCanceledException => With(MlflowErrorCodes.TemporarilyUnavailable, "The call was ended before it finished. Try again."),
        _ => Internal,
    };

    private static (int, string, string) Internal =>
        With(MlflowErrorCodes.InternalError, "The server failed on this request. Its log says why.");

    private static (int, string, string) For(ModelOpsException error) => error.Kind switch
    {
        ModelOpsErrorKind.InvalidArgument => With(MlflowErrorCodes.InvalidParameterValue, error.Message),
        ModelOpsErrorKind.NotFound => With(MlflowErrorCodes.ResourceDoesNotExist, error.Message),
        ModelOpsErrorKind.Conflict => With(MlflowErrorCodes.ResourceConflict, error.Message),
        ModelOpsErrorKind.FailedPrecondition => With(MlflowErrorCodes.InvalidParameterValue, error.Message),
        ModelOpsErrorKind.ResourceExhausted => With(MlflowErrorCodes.ResourceExhausted, error.Message),
        ModelOpsErrorKind.Unavailable or ModelOpsErrorKind.DeadlineExceeded => With(MlflowErrorCodes.TemporarilyUnavailable, error.Message),
        _ => Internal,
    };

    private static (int, string, string) With(string code, string message) => (MlflowErrorCodes.StatusOf(code), code, message);

    /// <summary>The name of our parameter says nothing to a caller of the API.</summary>
    private static string WithoutParameter(ArgumentException misuse)
    {
        string suffix = $" (Parameter '{misuse.ParamName}')";
        return misuse.Message.EndsWith(suffix, StringComparison.Ordinal) ? misuse.Message[..^suffix.Length] : misuse.Message;
    }
}
