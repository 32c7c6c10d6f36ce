namespace ModelOps.Registry;

/// <summary>What is wrong in a registry.</summary>
public enum RegistryProblemKind
{
    /// <summary>The chain of the log is broken.</summary>
    ChainBroken,

    /// <summary>The list of files of a version is not that of its digest, or the digest not that of the log.</summary>
    ManifestMismatch,

    /// <summary>A content is missing.</summary>
    ContentMissing,

    /// <summary>The bytes of a content are not those of its digest.</summary>
    ContentDamaged,

    /// <summary>An alias is not what the log says.</summary>
    AliasMismatch,

    /// <summary>The versions of a model or their stages are not what the log says.</summary>
    VersionMismatch,
}
