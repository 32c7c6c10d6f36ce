namespace ModelOps.Drift;

/// <summary>Knows what comes in now, for comparison with what versions were trained on. <see cref="DocumentCurrentProfiles"/> is one.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface ICurrentProfileSource
{
    /// <summary>Looks up the newest window that was profiled for a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The profile; null when there is none.</returns>
    ValueTask<CurrentProfile?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default);
}
