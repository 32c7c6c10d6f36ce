using Microsoft.AspNetCore.Http;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Error codes of the MLflow API, and the status each is answered with.</summary>
internal static class MlflowErrorCodes
{
    public const string InternalError = "INTERNAL_ERROR";
    public const string NotImplemented = "NOT_IMPLEMENTED";
    public const string TemporarilyUnavailable = "TEMPORARILY_UNAVAILABLE";
    public const string ResourceExhausted = "RESOURCE_EXHAUSTED";
    public const string Cancelled = "CANCELLED";
    public const string ResourceConflict = "RESOURCE_CONFLICT";
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";
    public const string PermissionDenied = "PERMISSION_DENIED";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string BadRequest = "BAD_REQUEST";
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";
    public const string InvalidState = "INVALID_STATE";

    /// <summary>Duplicates are 400, not 409, and so is a missing alias: clients look at the code in the body.</summary>
    public static int StatusOf(string code) => code switch
    {
        BadRequest or InvalidParameterValue or ResourceAlreadyExists => StatusCodes.Status400BadRequest,
        Unauthenticated => StatusCodes.Status401Unauthorized,
        PermissionDenied => StatusCodes.Status403Forbidden,
        EndpointNotFound or ResourceDoesNotExist => StatusCodes.Status404NotFound,
        ResourceConflict => StatusCodes.Status409Conflict,
        ResourceExhausted => StatusCodes.Status429TooManyRequests,
        Cancelled => StatusCodes.Status499ClientClosedRequest,
        NotImplemented => StatusCodes.Status501NotImplemented,
        TemporarilyUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
