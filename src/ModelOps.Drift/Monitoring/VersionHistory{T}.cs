using System.Collections.Concurrent;

namespace ModelOps.Drift.Monitoring;

/// <summary>The newest of something of each version, newest first.</summary>
internal abstract class VersionHistory<T>
{
    /// <summary>What is kept.</summary>
    protected ConcurrentDictionary<VersionKey, T[]> Kept { get; } = new();

    public IReadOnlyList<KeyValuePair<string, string>> Versions =>
        [.. Kept.Keys.OrderBy(static key => key.Model, StringComparer.Ordinal).ThenBy(static key => key.Version, StringComparer.Ordinal)
            .Select(static key => KeyValuePair.Create(key.Model, key.Version))];

    public IReadOnlyList<T> Read(string model, string version) => Read(new VersionKey(model, version));

    internal IReadOnlyList<T> Read(VersionKey key) => Kept.GetValueOrDefault(key) ?? [];

    /// <summary>Adds the newest of a version, and keeps at most so many.</summary>
    protected void Add(VersionKey key, T newest, int most) => Kept.AddOrUpdate(
        key,
        static (_, added) => [added.newest],
        static (_, before, added) => [added.newest, .. before.Take(Math.Max(0, added.most - 1))],
        (newest, most));

    /// <summary>Forgets the version whose newest is the oldest, when there are more than so many versions.</summary>
    protected void Trim(int mostVersions, Func<T, DateTimeOffset> at)
    {
        if (Kept.Count > mostVersions) { Kept.TryRemove(Kept.MinBy(pair => at(pair.Value[0])).Key, out _); }
    }
}
