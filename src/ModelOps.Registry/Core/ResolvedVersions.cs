using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ModelOps.Registry.Core;

/// <summary>References that were resolved, each with the stamp of the store before it was: it holds as long as the stamp is the same.</summary>
internal sealed class ResolvedVersions
{
    private const int MaxReferences = 1_000;
    private readonly ConcurrentDictionary<ModelReference, (long Stamp, Task<ModelVersion> Version)> _versions = [];

    /// <summary>Finds the version, as a task that has ended; false when it must be read.</summary>
    public bool TryFind(ModelReference reference, long? stamp, [NotNullWhen(true)] out Task<ModelVersion>? version)
    {
        bool isKnown = _versions.TryGetValue(reference, out (long Stamp, Task<ModelVersion> Version) known) && known.Stamp == stamp;
        version = isKnown ? known.Version : null;
        return isKnown;
    }

    /// <summary>Keeps what was read after the stamp was.</summary>
    public void Keep(ModelReference reference, long? stamp, ModelVersion version)
    {
        if (stamp is not { } before) { return; }
        if (_versions.Count >= MaxReferences) { _versions.Clear(); }
        _versions[reference] = (before, Task.FromResult(version));
    }
}
