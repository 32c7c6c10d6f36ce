namespace ModelOps;

/// <summary>What a <see cref="RegistryEvent"/> tells.</summary>
public enum RegistryEventKind
{
    /// <summary>A version was registered.</summary>
    VersionRegistered,

    /// <summary>An alias was created or moved.</summary>
    AliasMoved,

    /// <summary>An alias was removed.</summary>
    AliasRemoved,
}
