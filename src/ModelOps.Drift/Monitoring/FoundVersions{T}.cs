namespace ModelOps.Drift.Monitoring;

/// <summary>Newly called versions that want their reference, and those whose reference could not be had, a minute later. For one thread.</summary>
internal sealed class FoundVersions<T>(VersionDirectory<T> directory, TimeProvider time)
    where T : class, IVersionEntry
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly List<T> _waiting = [];
    private long _retryAt;

    /// <summary>Those whose turn it is.</summary>
    internal IReadOnlyList<T> Take()
    {
        List<T> due = [.. directory.TakeFound()];
        if (_waiting.Count > 0 && time.GetUtcNow().UtcTicks >= _retryAt)
        {
            due.AddRange(_waiting);
            _waiting.Clear();
        }

        return due;
    }

    /// <summary>Gives one back that could not be had for a reason that may pass.</summary>
    internal void Later(T entry)
    {
        _waiting.Add(entry);
        _retryAt = time.GetUtcNow().UtcTicks + Pause.Ticks;
    }
}
