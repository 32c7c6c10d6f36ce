namespace ModelOps;

/// <summary>Knows how far what comes in now is from what versions were trained on.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IDriftEvidenceSource
{
    /// <summary>Looks up the newest evidence about a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The evidence; null when there is none.</returns>
    ValueTask<DriftEvidence?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default);
}
