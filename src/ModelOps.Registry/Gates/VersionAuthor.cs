namespace ModelOps.Registry.Gates;

/// <summary>Finds who registered a version, in the registry's log.</summary>
internal static class VersionAuthor
{
    public static async Task<string?> FindAsync(IModelRegistry registry, ModelVersion version, CancellationToken cancellationToken)
    {
        // Nothing happens to a version before its registration, so that is the first event, under whatever name the model had then.
        IReadOnlyList<RegistryEvent> first = await registry.ReadVersionHistoryAsync(version.Model, version.Number, after: 0, limit: 1, cancellationToken).ConfigureAwait(false);
        return first is [{ Kind: RegistryEventKind.VersionRegistered, Actor: var actor }] ? actor : null;
    }
}
