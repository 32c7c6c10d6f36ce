namespace ModelOps;

/// <summary>An artifact is larger than the store takes.</summary>
/// <param name="maxBytes">Bytes it takes.</param>
public sealed class ArtifactTooLargeException(long maxBytes) : ModelOpsException(
    ModelOpsErrorKind.InvalidArgument,
    TrackingErrorCodes.ArtifactTooLarge,
    $"The artifact has more than the {maxBytes} bytes that the store takes. Write a smaller one, or raise the store's limit.")
{
    /// <summary>Bytes it takes.</summary>
    public long MaxBytes { get; } = maxBytes;
}
