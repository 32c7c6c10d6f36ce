namespace ModelOps;

/// <summary>A text is not the path of an artifact.</summary>
/// <param name="why">What is wrong with it.</param>
public sealed class ArtifactPathException(string why) : ModelOpsException(
    ModelOpsErrorKind.InvalidArgument,
    TrackingErrorCodes.InvalidArtifactPath,
    $"Invalid path: {why}. Use a relative path with forward slashes and no '..', such as 'model/model.onnx'.");
