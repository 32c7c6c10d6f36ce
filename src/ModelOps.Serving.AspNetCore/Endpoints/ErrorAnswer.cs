using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>What a caller is told about a failure: an HTTP status and the body <c>{"error", "code", …}</c>.</summary>
internal sealed record ErrorAnswer(int Status, string Code, string Message)
{
    public string? Model { get; init; }

    public string? Tensor { get; init; }

    public string? Expected { get; init; }

    public string? Actual { get; init; }

    public IReadOnlyList<InputRuleViolation> Violations { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The one mapping of failures to answers. What failed on our side is not told: the runtime's words may hold paths or data.</summary>
    public static ErrorAnswer For(Exception exception) => exception switch
    {
        RequestRefusedException refused => new(refused.Status, refused.Code, refused.Message) { RetryAfter = refused.RetryAfter },
        InvalidInferenceRequestException invalid => For(invalid) with
        {
            Model = invalid.Model,
            Tensor = invalid.Tensor,
            Expected = invalid.Expected,
            Actual = invalid.Actual,
            Violations = invalid.Violations,
        },
        ModelNotFoundException unknown => For(unknown) with { Model = unknown.Model },
        ModelVersionNotFoundException unknown => For(unknown) with { Model = unknown.Reference.Name },
        ModelNotReadyException notReady => For(notReady) with { Model = notReady.Model },
        DeadlineExceededException late => For(late) with { Model = late.Model },
        ServerOverloadedException overloaded => For(overloaded) with { Model = overloaded.Model },
        ModelExecutionException failed => new(
            StatusCodes.Status500InternalServerError, failed.Code, $"Model '{failed.Model}' failed on this input. The server's log says why.")
        {
            Model = failed.Model,
        },
        ModelOpsException error => For(error),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => BodyTooLarge,
        BadHttpRequestException bad => new(bad.StatusCode, ModelOpsErrorCodes.InvalidRequest, "The request could not be read to its end. Send it again, whole."),
        OperationCanceledException => new(
            StatusCodes.Status503ServiceUnavailable, EndpointErrorCodes.RunEnded, "The run was ended before it finished. Try again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => Internal(EndpointErrorCodes.Internal),
    };

    private static ErrorAnswer BodyTooLarge => new(
        StatusCodes.Status413PayloadTooLarge, EndpointErrorCodes.BodyTooLarge, "The body is larger than the server takes. Split the batch.");

    private static ErrorAnswer For(ModelOpsException error) => error.Kind switch
    {
        ModelOpsErrorKind.InvalidArgument => Told(StatusCodes.Status400BadRequest, error),
        ModelOpsErrorKind.NotFound => Told(StatusCodes.Status404NotFound, error),
        ModelOpsErrorKind.Conflict or ModelOpsErrorKind.FailedPrecondition => Told(StatusCodes.Status409Conflict, error),
        ModelOpsErrorKind.ResourceExhausted => Told(StatusCodes.Status429TooManyRequests, error),
        ModelOpsErrorKind.Unavailable or ModelOpsErrorKind.DeadlineExceeded => Told(StatusCodes.Status503ServiceUnavailable, error) with
        {
            RetryAfter = error.RetryAfter ?? TimeSpan.FromSeconds(1),
        },
        _ => Internal(error.Code),
    };

    private static ErrorAnswer Told(int status, ModelOpsException error) => new(status, error.Code, error.Message) { RetryAfter = error.RetryAfter };

    private static ErrorAnswer Internal(string code) =>
        new(StatusCodes.Status500InternalServerError, code, "The server failed on this request. Its log says why.");
}
