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

    /// <summary>A move or removal of an alias was refused, because the alias was not at the revision that was expected; nothing changed. The event has
    /// the version that was wanted in <see cref="RegistryEvent.Number"/> (0 for a removal), the one the alias stayed at in
    /// <see cref="RegistryEvent.PreviousNumber"/>, the alias's own revision in <see cref="RegistryEvent.Revision"/> (0 when there was no such alias then), and the
    /// one expected under <c>expected_revision</c> of <see cref="RegistryEvent.Changes"/>. Not every refusal is kept: the same one once in ten
    /// minutes, and in that time at most 100 of one alias.</summary>
    AliasMoveRefused,
}
