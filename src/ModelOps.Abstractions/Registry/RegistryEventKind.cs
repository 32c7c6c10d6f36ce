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

    /// <summary>A model was created without a version; one made by its first version is told by <see cref="VersionRegistered"/>.</summary>
    ModelCreated,

    /// <summary>The description or tags of a model changed.</summary>
    ModelUpdated,

    /// <summary>A model was renamed; the event has the new name, and <see cref="RegistryEvent.Changes"/> the old one under <c>previous_name</c>.</summary>
    ModelRenamed,

    /// <summary>A model was deleted, with all its versions.</summary>
    ModelDeleted,

    /// <summary>The description or tags of a version changed.</summary>
    VersionUpdated,

    /// <summary>A version changed its stage, and maybe description or tags with it.</summary>
    VersionStageChanged,

    /// <summary>A version was deleted.</summary>
    VersionDeleted,
}
