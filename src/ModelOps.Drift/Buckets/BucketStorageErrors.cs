namespace ModelOps.Drift.Buckets;

/// <summary>Says what an error of the file system means for a caller of the store.</summary>
internal static class BucketStorageErrors
{
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int UnixReadOnly = 30;
    private const int WindowsNoSpace = unchecked((int)0x80070070);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    internal static bool IsStorage(Exception error) => error is IOException or UnauthorizedAccessException;

    internal static DriftBucketStoreException Translate(Exception error) => new(
        $"The folder of drift buckets cannot be used: {WhyOf(error)}. What is kept stays; what could not be kept can be put again.", error);

    private static string WhyOf(Exception error) => error switch
    {
        IOException { HResult: UnixNoSpace or UnixQuota or WindowsNoSpace } => "its disk is full. Make room, or keep buckets for less time",
        UnauthorizedAccessException or IOException { HResult: UnixReadOnly or WindowsWriteProtected } =>
            "this process may not read or write it. Give it the right to, for the folder and all in it",
        _ => $"the system refused to read or write it. See the inner error, check the disk and {FolderDriftBucketsOptions.SectionName}:{nameof(FolderDriftBucketsOptions.Path)}",
    };
}
