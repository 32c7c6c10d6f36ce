namespace ModelOps.Registry.Gates;

/// <summary>Finds who registered a version, in the registry's log.</summary>
internal static class VersionAuthor
{
    private const int PageSize = 10_000;

    public static async Task<string?> FindAsync(IModelRegistry registry, ModelVersion version, CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            IReadOnlyList<RegistryEvent> page = await registry.ReadEventsAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (RegistryEvent one in page)
            {
                if (one.Kind == RegistryEventKind.VersionRegistered && one.Model == version.Model && one.Number == version.Number) { return one.Actor; }
            }

            if (page.Count == 0) { return null; }
            after = page[^1].Sequence;
        }
    }
}
