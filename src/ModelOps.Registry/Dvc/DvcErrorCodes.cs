namespace ModelOps.Registry.Dvc;

/// <summary>Codes of <see cref="DvcException"/>.</summary>
public static class DvcErrorCodes
{
    /// <summary>A <c>.dvc</c> file, <c>dvc.lock</c> or directory object cannot be read, or says what is not safe to do.</summary>
    public const string Invalid = "DVC_FILE_INVALID";

    /// <summary>Content is neither in the cache nor where it was looked for.</summary>
    public const string Missing = "DVC_CONTENT_MISSING";

    /// <summary>A checkout would destroy files whose content the cache does not hold.</summary>
    public const string Unsaved = "DVC_UNSAVED_FILES";

    /// <summary>A remote could not be reached, or cannot answer now.</summary>
    public const string RemoteUnavailable = "DVC_REMOTE_UNAVAILABLE";

    /// <summary>A remote refuses.</summary>
    public const string RemoteRefused = "DVC_REMOTE_REFUSED";
}
