using System.Collections.Concurrent;

namespace ModelOps.Drift.Monitoring;

/// <summary>Every version that was called.</summary>
/// <param name="make">Makes what is kept of a version, at its first call; may be called twice at once, and one of the two is kept.</param>
internal class VersionDirectory<T>(Func<VersionKey, T> make)
    where T : class, IVersionEntry
{
    private const int MaxVersions = 10_000;
    private readonly ConcurrentDictionary<VersionKey, T> _entries = new();
    private readonly ConcurrentQueue<T> _found = new();
    private volatile T? _last;

    internal IEnumerable<T> Entries => _entries.Select(static pair => pair.Value);

    /// <summary>The entry of a version, made at its first call; null when there are too many.</summary>
    internal T? Find(string model, string version)
    {
        // Most hosts serve one version most of the time, and its strings are the same objects in every answer.
        if (_last is { } last && ReferenceEquals(last.Key.Model, model) && ReferenceEquals(last.Key.Version, version)) { return last; }
        if (!_entries.TryGetValue(new VersionKey(model, version), out T? entry)) { entry = Make(new VersionKey(model, version)); }
        _last = entry;
        return entry;
    }

    /// <summary>The entry of a version that was called; null when it was not.</summary>
    internal T? TryFind(string model, string version) => _entries.GetValueOrDefault(new VersionKey(model, version));

    /// <summary>Versions called for the first time since the last time this was asked.</summary>
    internal IEnumerable<T> TakeFound()
    {
        while (_found.TryDequeue(out T? entry)) { yield return entry; }
    }

    /// <summary>Forgets a version that is called no more; its next call makes it known anew.</summary>
    internal void Forget(T entry)
    {
        _last = null;
        _entries.TryRemove(KeyValuePair.Create(entry.Key, entry));
    }

    /// <summary>Whether a version that was just found is told by <see cref="TakeFound"/>.</summary>
    protected virtual bool Announces(VersionKey key) => true;

    private T? Make(VersionKey key)
    {
        if (_entries.Count >= MaxVersions) { return null; }
        T made = make(key);
        T kept = _entries.GetOrAdd(key, made);
        if (kept == made && Announces(key)) { _found.Enqueue(made); }
        return kept;
    }
}
