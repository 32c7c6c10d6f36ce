namespace ModelOps.Serving.AspNetCore;

/// <summary>The codes that answers of the HTTP endpoints carry beside those of <see cref="ModelOpsErrorCodes"/>.</summary>
public static class EndpointErrorCodes
{
    /// <summary>The body of the request is larger than <see cref="ModelOpsEndpointOptions.MaxRequestBodyBytes"/> (413).</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>The body of the request has a content type or encoding that is not understood (415).</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The path exists, but not for this HTTP method (405).</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>There is no such path below <c>v2</c> (404).</summary>
    public const string UnknownPath = "UNKNOWN_PATH";

    /// <summary>There is no such report, or nothing to report on yet (404).</summary>
    public const string ReportNotFound = "REPORT_NOT_FOUND";

    /// <summary>The server holds <see cref="ModelOpsEndpointOptions.MaxBufferedBytes"/> of requests already (503).</summary>
    public const string TooManyBodies = "TOO_MANY_BODIES";

    /// <summary>The request brings a model's file, which <see cref="ModelOpsEndpointOptions.AllowModelUpload"/> does not allow (403).</summary>
    public const string ModelUploadNotAllowed = "MODEL_UPLOAD_NOT_ALLOWED";

    /// <summary>A required model is not ready (503).</summary>
    public const string ServerNotReady = "SERVER_NOT_READY";

    /// <summary>The run was ended before it finished, e.g. because its version was replaced (503).</summary>
    public const string RunEnded = "RUN_ENDED";

    /// <summary>It failed on the server's side; the log says why (500).</summary>
    public const string Internal = "INTERNAL";
}
