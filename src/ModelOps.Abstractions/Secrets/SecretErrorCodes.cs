namespace ModelOps;

/// <summary>Codes of the errors of secret sources.</summary>
public static class SecretErrorCodes
{
    /// <summary>No source has the secret.</summary>
    public const string NotFound = "SECRET_NOT_FOUND";

    /// <summary>The source refuses: the credentials are wrong, expired, or may not do this.</summary>
    public const string Denied = "SECRET_SOURCE_DENIED";

    /// <summary>The source cannot answer now: not reachable, sealed, or overloaded.</summary>
    public const string Unavailable = "SECRET_SOURCE_UNAVAILABLE";

    /// <summary>A secret was changed by someone else meanwhile.</summary>
    public const string Conflict = "SECRET_CONFLICT";

    /// <summary>The source answered what this release does not understand, or refused the request as wrong.</summary>
    public const string Rejected = "SECRET_REQUEST_REJECTED";
}
