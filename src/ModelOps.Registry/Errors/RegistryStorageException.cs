namespace ModelOps.Registry;

/// <summary>The storage failed of the registry, or of what belongs to it: a DVC cache, a dataset catalog, a folder that a model is pulled into. What was
/// asked for has not happened, and nothing that was there has changed.</summary>
public sealed class RegistryStorageException : ModelOpsException
{
    private const string RegistryFile = "registry.db";

    internal RegistryStorageException(ModelOpsErrorKind kind, string code, string message, Exception? innerException = null)
        : base(kind, code, message, innerException)
    {
    }

    internal static RegistryStorageException Damaged(string what, Exception? cause = null, string file = RegistryFile) => new(
        ModelOpsErrorKind.DataLoss,
        RegistryErrorCodes.Damaged,
        $"The registry's metadata file '{file}' {what}. Nothing was changed: restore the file from a backup, or open another folder.",
        cause);

    internal static RegistryStorageException Removed(string file) => new(
        ModelOpsErrorKind.DataLoss,
        RegistryErrorCodes.Damaged,
        $"The registry's metadata file '{file}' was removed while it was open. Stop every process that uses the registry, restore the folder from a backup, and start them again.");

    internal static RegistryStorageException NewerSchema(long found, long supported) => new(
        ModelOpsErrorKind.FailedPrecondition,
        RegistryErrorCodes.NewerSchema,
        $"The registry has schema version {found}; this release reads up to {supported}. Update ModelOps.Registry, or open another folder.");

    internal static RegistryStorageException OlderSchema(long found, long current) => new(
        ModelOpsErrorKind.FailedPrecondition,
        RegistryErrorCodes.OlderSchema,
        $"The registry has schema version {found}; this release reads version {current}. Open and close it once for writing, which brings it up to date.");

    internal static RegistryStorageException ReadOnly() => new(
        ModelOpsErrorKind.FailedPrecondition,
        RegistryErrorCodes.ReadOnly,
        $"The registry was opened read-only, so nothing can be registered or moved. Write through a process that opens the folder without {RegistryOptions.SectionName}:{nameof(RegistryOptions.ReadOnly)}.");

    internal static RegistryStorageException NotClosed(string file) => new(
        ModelOpsErrorKind.FailedPrecondition,
        RegistryErrorCodes.NotClosed,
        $"The registry cannot be opened read-only: its last writer has not closed it ('{file}-wal' holds changes). Open and close it once for writing, then copy or mount the folder.");

    internal static RegistryStorageException Full(Exception cause, string place = "registry") => new(
        ModelOpsErrorKind.Unavailable,
        RegistryErrorCodes.Full,
        $"The disk of the {place} is full. What was there is as it was: free some space and try again.",
        cause);

    internal static RegistryStorageException NotWritable(string place, Exception cause) => new(
        ModelOpsErrorKind.Unavailable,
        RegistryErrorCodes.Unavailable,
        $"The {place} may not be written. Give this process write access to its folder, on a disk that is not read-only.",
        cause);

    internal static RegistryStorageException Unavailable(string why, Exception? cause = null) => new(
        ModelOpsErrorKind.Unavailable,
        RegistryErrorCodes.Unavailable,
        $"The registry's storage is not available: {why}.",
        cause)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
