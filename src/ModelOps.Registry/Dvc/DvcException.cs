namespace ModelOps.Registry.Dvc;

/// <summary>Data versioned with DVC could not be read, written or transferred.</summary>
public sealed class DvcException : ModelOpsException
{
    private DvcException(ModelOpsErrorKind kind, string code, string message, Exception? innerException = null)
        : base(kind, code, message, innerException)
    {
    }

    /// <summary>Whether the same call may work later.</summary>
    public bool IsTransient => Kind == ModelOpsErrorKind.Unavailable;

    /// <summary>For remotes: they cannot be reached, or cannot answer now. Such a call is tried again.</summary>
    /// <param name="why">What happened, without secrets or addresses.</param>
    /// <param name="innerException">The cause, if any.</param>
    /// <param name="retryAfter">How long the remote asks to wait; null when it does not.</param>
    /// <returns>The error.</returns>
    public static DvcException RemoteUnavailable(string why, Exception? innerException = null, TimeSpan? retryAfter = null) => new(
        ModelOpsErrorKind.Unavailable, DvcErrorCodes.RemoteUnavailable, $"The DVC remote gave no answer: {why}. Check that it runs and that this host may reach it, or try again later.", innerException)
    {
        RetryAfter = retryAfter,
    };

    /// <summary>For remotes: they refuse, and trying again will not help.</summary>
    /// <param name="why">What they refuse, without secrets or addresses.</param>
    /// <param name="innerException">The cause, if any.</param>
    /// <returns>The error.</returns>
    public static DvcException RemoteRefused(string why, Exception? innerException = null) => new(
        ModelOpsErrorKind.FailedPrecondition, DvcErrorCodes.RemoteRefused, $"The DVC remote refuses: {why}. Check its settings and the rights of the credentials.", innerException);

    internal static DvcException Invalid(string what, string why, Exception? cause = null) => new(
        ModelOpsErrorKind.InvalidArgument, DvcErrorCodes.Invalid, $"{what} cannot be used: {why}.", cause);

    internal static DvcException Missing(string path, string hash, bool pulled) => new(
        ModelOpsErrorKind.NotFound,
        DvcErrorCodes.Missing,
        pulled ? $"The remote has no content {hash} of '{path}'. Push it from where it was added, or check that this is the right remote."
            : $"The cache has no content {hash} of '{path}'. Pull it first.");

    internal static DvcException Unsaved(IReadOnlyList<string> paths) => new(
        ModelOpsErrorKind.Conflict,
        DvcErrorCodes.Unsaved,
        $"A checkout would destroy {paths.Count} file(s) whose content the cache does not hold: {string.Join(", ", paths.Take(10).Select(static p => $"'{p}'"))}{(paths.Count > 10 ? ", …" : "")}. Add or remove them first, or force the checkout.");
}
