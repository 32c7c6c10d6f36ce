namespace ModelOps;

/// <summary>Knows what versions lost on the hold-out.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IHoldoutLossSource
{
    /// <summary>Looks up the losses of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The losses; null when they are not known.</returns>
    ValueTask<HoldoutLosses?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default);
}
