namespace ModelOps.Registry.Oci;

/// <summary>A call of an OCI registry failed, or what it holds cannot be used.</summary>
public sealed class OciException : ModelOpsException
{
    private OciException(ModelOpsErrorKind kind, string code, string registry, int? status, string message, Exception? innerException = null)
        : base(kind, code, message, innerException)
    {
        Registry = registry;
        Status = status;
    }

    /// <summary>Host of the registry.</summary>
    public string Registry { get; }

    /// <summary>HTTP status of the answer; null when there was none, or it was a success.</summary>
    public int? Status { get; }

    /// <summary>Whether the same call may work later.</summary>
    public bool IsTransient => Kind == ModelOpsErrorKind.Unavailable;

    internal static OciException Unavailable(string registry, string why, int? status = null, Exception? cause = null, TimeSpan? retryAfter = null) => new(
        ModelOpsErrorKind.Unavailable,
        OciErrorCodes.Unavailable,
        registry,
        status,
        $"The registry {registry} gave no answer: {why}. Check that it runs and that this host may reach it, or try again later.",
        cause)
    {
        RetryAfter = retryAfter,
    };

    internal static OciException AccessDenied(string registry, int? status, string why) => new(
        ModelOpsErrorKind.FailedPrecondition,
        OciErrorCodes.AccessDenied,
        registry,
        status,
        $"The registry {registry} refuses access: {why}. Give credentials with the right to it in {nameof(OciOptions)}.{nameof(OciOptions.Credentials)}.");

    internal static OciException NotFound(OciReference reference, string what) => new(
        ModelOpsErrorKind.NotFound,
        OciErrorCodes.NotFound,
        reference.Registry,
        404,
        $"The registry {reference.Registry} has no {what} in '{reference.Repository}'. Check the reference, list the tags, or push it first.");

    internal static OciException TagConflict(OciReference reference, string found) => new(
        ModelOpsErrorKind.Conflict,
        OciErrorCodes.TagConflict,
        reference.Registry,
        null,
        $"Tag '{reference.Tag}' of '{reference.Registry}/{reference.Repository}' points at {found} already. Push under another tag, or set {nameof(OciPushOptions)}.{nameof(OciPushOptions.OverwriteTag)}.");

    internal static OciException Unusable(string registry, string why, int? status = null, Exception? cause = null) => new(
        ModelOpsErrorKind.Internal,
        OciErrorCodes.AnswerUnusable,
        registry,
        status,
        $"The answer of the registry {registry} cannot be used: {why}.",
        cause);

    internal static OciException Invalid(string registry, string why, Exception? cause = null) => new(
        ModelOpsErrorKind.FailedPrecondition,
        OciErrorCodes.ArtifactInvalid,
        registry,
        null,
        $"The artifact cannot be used as a model: {why}.",
        cause);
}
