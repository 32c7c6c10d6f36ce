namespace ModelOps;

/// <summary>The bytes of an artifact are not those that were registered. Nothing of it is loaded.</summary>
/// <param name="artifact">Path of the file inside its version.</param>
/// <param name="expected">Digest that was registered.</param>
/// <param name="actual">Digest of the bytes found, or what was found instead.</param>
public sealed class ArtifactDigestMismatchException(string artifact, string expected, string actual) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ModelOpsErrorCodes.ArtifactDigestMismatch,
    $"Artifact '{artifact}' should have digest {expected} but has {actual}. It was damaged or tampered with: restore it from a backup, or register the version anew.")
{
    /// <summary>Path of the file inside its version.</summary>
    public string Artifact { get; } = artifact;

    /// <summary>Digest that was registered.</summary>
    public string Expected { get; } = expected;

    /// <summary>Digest of the bytes found, or what was found instead.</summary>
    public string Actual { get; } = actual;
}
