namespace ModelOps.Registry.Core;

/// <summary>Makes a model's state out of its events.</summary>
internal static class StateFold
{
    public static ModelSnapshot Fold(
        string model, DateTimeOffset at, long sequence, IReadOnlyList<RegistryEvent> events, IReadOnlyDictionary<long, SemanticVersion> versions)
    {
        SortedDictionary<long, string> stages = [];
        SortedDictionary<string, ModelAlias> aliases = new(StringComparer.Ordinal);
        foreach (RegistryEvent entry in events)
        {
            switch (entry.Kind)
            {
                case RegistryEventKind.VersionRegistered:
                    stages[entry.Number] = entry.Changes.GetValueOrDefault("stage") ?? StageRules.Default.Initial;
                    break;
                case RegistryEventKind.VersionStageChanged:
                    stages[entry.Number] = entry.Changes["stage"]!;
                    break;
                case RegistryEventKind.VersionDeleted:
                    stages.Remove(entry.Number);
                    break;
                case RegistryEventKind.ModelDeleted:
                    stages.Clear();
                    break;
                case RegistryEventKind.AliasMoved:
                    aliases[entry.Alias!] = Point(entry, versions[entry.Number]);
                    break;
                case RegistryEventKind.AliasRemoved:
                    aliases.Remove(entry.Alias!);
                    break;
                default:
                    break; // says nothing of versions and aliases
            }
        }

        string name = events.Count == 0 ? model : events[^1].Model;
        return new ModelSnapshot { Model = name, At = at, Sequence = sequence, Stages = stages, Aliases = [.. aliases.Values.Select(a => a with { Model = name })] };
    }

    private static ModelAlias Point(RegistryEvent entry, SemanticVersion version) => new()
    {
        Model = entry.Model,
        Alias = entry.Alias!,
        Number = entry.Number,
        Version = version,
        Revision = entry.Revision!.Value,
        UpdatedAt = entry.At,
    };
}
