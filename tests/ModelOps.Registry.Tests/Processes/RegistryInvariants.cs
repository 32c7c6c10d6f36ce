using System.Security.Cryptography;

namespace ModelOps.Registry.Tests.Processes;

/// <summary>What must hold of a registry whenever it is opened, whatever happened to the processes before.</summary>
internal static class RegistryInvariants
{
    /// <summary>Checks that the log and the state tell the same story, and that the files of all versions above a number are whole.</summary>
    /// <returns>The events.</returns>
    public static async Task<IReadOnlyList<RegistryEvent>> CheckAsync(IModelRegistry registry, string model, long fetchAbove, CancellationToken cancellationToken)
    {
        List<RegistryEvent> events = [];
        IReadOnlyList<RegistryEvent> page;
        while ((page = await registry.ReadEventsAsync(events.Count == 0 ? 0 : events[^1].Sequence, 10_000, cancellationToken)).Count > 0) { events.AddRange(page); }
        if (events.Count == 0)
        {
            Assert.Empty(await registry.ListModelsAsync(cancellationToken));
            return events;
        }

        Assert.Equal(Numbers(events.Count), events.Select(static e => e.Sequence));
        IReadOnlyList<ModelVersion> versions = await registry.ListVersionsAsync(model, cancellationToken);
        HashSet<long> deleted = [.. events.Where(static e => e.Kind == RegistryEventKind.VersionDeleted).Select(static e => e.Number)];
        List<RegistryEvent> registered = [.. events.Where(static e => e.Kind == RegistryEventKind.VersionRegistered)];
        Assert.Equal(Numbers(registered.Count), registered.Select(static e => e.Number));
        Assert.Equal(
            versions.Reverse().Select(static v => (v.Number, v.CreatedAt)),
            registered.Where(e => !deleted.Contains(e.Number)).Select(static e => (e.Number, e.At)));
        CheckAliases(events, await registry.ListAliasesAsync(model, cancellationToken));
        if (registry is IRegistryMaintenance maintenance) { Assert.True((await maintenance.VerifyLogAsync(cancellationToken: cancellationToken)).IsIntact); }
        IReadOnlyList<ModelAlias> pair = [.. (await registry.ListAliasesAsync(model, cancellationToken)).Where(static a => a.Alias.StartsWith("pair-", StringComparison.Ordinal))];
        Assert.True(pair.Count is 0 || (pair.Count == 2 && pair[0].Number == pair[1].Number), "a pair that moves together is torn");
        foreach (ModelVersion version in versions.Where(v => v.Number > fetchAbove)) { await CheckFilesAsync(registry, version, cancellationToken); }
        return events;
    }

    private static void CheckAliases(IReadOnlyList<RegistryEvent> events, IReadOnlyList<ModelAlias> aliases)
    {
        Dictionary<string, RegistryEvent> last = [];
        foreach (RegistryEvent entry in events.Where(static e => e.Alias is not null))
        {
            RegistryEvent? before = last.GetValueOrDefault(entry.Alias!);
            if (entry.Kind == RegistryEventKind.AliasMoveRefused)
            {
                Assert.InRange(entry.Revision!.Value, 0, before!.Revision!.Value); // tells where the alias stood, and moves nothing
                continue;
            }

            Assert.Equal((before?.Revision ?? 0) + 1, entry.Revision);
            Assert.Equal(before is { Kind: RegistryEventKind.AliasMoved } ? before.Number : null, entry.PreviousNumber);
            last[entry.Alias!] = entry;
        }

        Assert.Equal(
            last.Values.Where(static e => e.Kind == RegistryEventKind.AliasMoved).Select(static e => (e.Alias!, e.Number, e.Revision!.Value, e.At))
                .OrderBy(static a => a.Item1, StringComparer.Ordinal),
            aliases.Select(static a => (a.Alias, a.Number, a.Revision, a.UpdatedAt)));
    }

    private static async Task CheckFilesAsync(IModelRegistry registry, ModelVersion version, CancellationToken cancellationToken)
    {
        ModelPackage package = await registry.FetchAsync(version, cancellationToken);
        foreach (ArtifactDescriptor file in version.Files)
        {
            byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(package.Directory, file.Path), cancellationToken);
            Assert.Equal((file.Size, file.Digest), (bytes.Length, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(1, count).Select(static i => (long)i);
}
