using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>The one mapping of MLflow's refusals to errors.</summary>
internal static class MlflowRefusal
{
    public const string NotFound = "RESOURCE_DOES_NOT_EXIST";
    public const string Exists = "RESOURCE_ALREADY_EXISTS";
    public const string Invalid = "INVALID_PARAMETER_VALUE";
    private const int MaxBodyBytes = 16 << 10;
    private const int MaxMessage = 500;

    /// <summary>The error for an answer that is not a success.</summary>
    public static async Task<MlflowServerException> ReadAsync(string server, HttpResponseMessage answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (string? code, string? message) = Parse(await ReadStartAsync(answer, cancellationToken).ConfigureAwait(false));
        int status = (int)answer.StatusCode;
        string mend = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $" Give {MlflowOptions.SectionName} the user and password, or the token, that the server takes.",
            HttpStatusCode.Forbidden => " Ask for an account that may do this.",
            _ when status is >= 300 and < 400 => $" It sends to another address: set {MlflowOptions.SectionName}:{nameof(MlflowOptions.TrackingUri)} to that.",
            HttpStatusCode.NotFound when code is null => $" Check {MlflowOptions.SectionName}:{nameof(MlflowOptions.TrackingUri)}.",
            _ => "",
        };
        return new MlflowServerException(
            KindOf(answer.StatusCode, code),
            MlflowErrorCodes.Refused,
            server,
            $"The MLflow server {server} refused the call with {status}{(code is null ? "" : $" {code}")}{(message is null ? "." : $": {message}")}{mend}")
        {
            Status = status,
            ErrorCode = code,
            RetryAfter = RetryAfter(answer.Headers.RetryAfter, now),
            MayHaveRun = status >= 500,
        };
    }

    private static ModelOpsErrorKind KindOf(HttpStatusCode status, string? code) => (code, status) switch
    {
        (NotFound, _) => ModelOpsErrorKind.NotFound,
        (Exists or "RESOURCE_CONFLICT" or "ALREADY_EXISTS" or "ABORTED", _) => ModelOpsErrorKind.Conflict,
        ("DATA_LOSS", _) => ModelOpsErrorKind.DataLoss,
        (_, HttpStatusCode.NotFound) => ModelOpsErrorKind.NotFound,
        (_, HttpStatusCode.Conflict) => ModelOpsErrorKind.Conflict,
        (_, HttpStatusCode.TooManyRequests) => ModelOpsErrorKind.ResourceExhausted,
        (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented) => ModelOpsErrorKind.FailedPrecondition,
        (_, HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout) => ModelOpsErrorKind.Unavailable,
        (_, >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError) => ModelOpsErrorKind.InvalidArgument,
        _ => ModelOpsErrorKind.Internal,
    };

    private static (string? Code, string? Message) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonElement root = JsonElement.Parse(body.Span);
            return (MlflowJson.Text(root, "error_code"), Clean(MlflowJson.Text(root, "message")));
        }
        catch (JsonException)
        {
            return (null, null); // a proxy's page, or nothing: the status is all there is
        }
    }

    // What a server says goes into logs: one line, and not without end.
    private static string? Clean(string? message) => string.IsNullOrWhiteSpace(message)
        ? null
        : string.Concat(message.Take(MaxMessage).Select(static c => char.IsControl(c) ? ' ' : c));

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxBodyBytes];
        Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return buffer.AsMemory(0, await stream.ReadAtLeastAsync(buffer, MaxBodyBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        }
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
