namespace ModelOps;

/// <summary>A multipart upload is not there, or its parts do not fit.</summary>
/// <param name="uploadId">Upload.</param>
/// <param name="what">What is wrong, and what mends it.</param>
public sealed class ArtifactUploadException(string uploadId, string what) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition, TrackingErrorCodes.ArtifactUpload, what)
{
    /// <summary>Upload.</summary>
    public string UploadId { get; } = uploadId;
}
