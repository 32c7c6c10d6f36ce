namespace ModelOps;

/// <summary>There is no such artifact.</summary>
/// <param name="path">Path asked for.</param>
public sealed class ArtifactNotFoundException(string path) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    TrackingErrorCodes.ArtifactNotFound,
    $"There is no artifact '{path}'. List its folder to see what there is.")
{
    /// <summary>Path asked for.</summary>
    public string Path { get; } = path;
}
