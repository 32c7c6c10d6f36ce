namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>The S3 store refused a request or did not answer it. The text of the store is not repeated: it may quote what was signed.</summary>
internal sealed class S3Exception : ModelOpsException
{
    private S3Exception(ModelOpsErrorKind kind, int status, string code, string message, Exception? inner = null)
        : base(kind, RegistryErrorCodes.Unavailable, message, inner)
    {
        Status = status;
        StoreCode = code;
    }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>The store's code; empty when there was none.</summary>
    public string StoreCode { get; }

    public bool IsMissing => Status == 404 && StoreCode is "NoSuchKey" or "" or "NotFound";

    /// <summary>Whether a precondition did not hold, or another writer was at it.</summary>
    public bool IsConflict => Status is 412 or 409 or 304;

    /// <summary>Whether the store said, or may have meant, that it cannot now.</summary>
    public bool IsTransient => Status is 0 or 408 or 429 or 500 or 502 or 503 or 504 || StoreCode is "RequestTimeout" or "SlowDown";

    public static S3Exception Refused(string what, S3Refusal refusal, TimeSpan? retryAfter) =>
        new(KindOf(refusal), refusal.Status, refusal.Code, $"The S3 store refused to {what}: {refusal.Status} {refusal.Code}. {Mend(refusal)}") { RetryAfter = retryAfter };

    public static S3Exception Unreachable(string what, Exception cause) => new(
        ModelOpsErrorKind.Unavailable,
        0,
        string.Empty,
        $"The S3 store did not answer the request to {what}. Check {S3Options.SectionName}:{nameof(S3Options.Endpoint)}, and that the store can be reached from here.",
        cause);

    public static S3Exception Malformed(string what, Exception? cause = null) => new(
        ModelOpsErrorKind.Internal,
        200,
        string.Empty,
        $"The answer to the request to {what} is not one of S3. Check that {S3Options.SectionName}:{nameof(S3Options.Endpoint)} is an S3-compatible store, not a page in front of it.",
        cause);

    private static ModelOpsErrorKind KindOf(S3Refusal refusal) => refusal.Status switch
    {
        404 => ModelOpsErrorKind.NotFound,
        304 or 409 or 412 => ModelOpsErrorKind.Conflict,
        408 or 429 or >= 500 => ModelOpsErrorKind.Unavailable,
        _ => ModelOpsErrorKind.FailedPrecondition,
    };

    private static string Mend(S3Refusal refusal) => refusal switch
    {
        { Code: "NoSuchBucket" } => $"Create the bucket, or name one that exists in {S3Options.SectionName}:{nameof(S3Options.Bucket)}.",
        { Code: "SignatureDoesNotMatch" or "InvalidAccessKeyId" } =>
            $"Check {S3Options.SectionName}:{nameof(S3Options.AccessKeyId)} and {nameof(S3Options.SecretAccessKey)}, or the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        { Code: "ExpiredToken" or "InvalidToken" } => $"Renew the temporary credentials, {nameof(S3Options.SessionToken)} included.",
        { Code: "RequestTimeTooSkewed" } => "Set the clock of this machine: it differs too much from the store's.",
        { Code: "AuthorizationHeaderMalformed" or "PermanentRedirect" } or { Status: 301 or 307 } =>
            $"The bucket lies in another region: set {S3Options.SectionName}:{nameof(S3Options.Region)} and {nameof(S3Options.Endpoint)} to its own.",
        { Code: "NotImplemented" } or { Status: 501 } => "This store has no such function.",
        { Status: 403 } => "Give these credentials the right to list the bucket and to read, write and delete its objects.",
        { Status: 404 } => "Something else removed it, or it was never there.",
        { Status: 409 or 412 } => "Someone else changed it meanwhile: read it and try again.",
        { Status: 408 or 429 or >= 500 } => "Try again later.",
        _ => "See the code in the documentation of the store.",
    };
}
