namespace ModelOps.Registry.Core;

/// <summary>What a change of tags comes to.</summary>
internal static class TagChanges
{
    /// <summary>Fields of the tags that change, with what they are then; null for those that go. A key that is both set and removed is set.</summary>
    public static Dictionary<string, string?> Find(
        IReadOnlyDictionary<string, string> current, IReadOnlyDictionary<string, string> set, IReadOnlyList<string> remove)
    {
        Dictionary<string, string?> changes = new(StringComparer.Ordinal);
        foreach (string key in remove.Where(current.ContainsKey)) { changes[RegistryFields.Tag(key)] = null; }
        foreach ((string key, string value) in set)
        {
            if (current.TryGetValue(key, out string? now) && now == value) { changes.Remove(RegistryFields.Tag(key)); }
            else { changes[RegistryFields.Tag(key)] = value; }
        }

        return changes;
    }
}
