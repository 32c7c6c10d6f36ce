using ModelOps.Registry.Lineage;

namespace ModelOps.Registry.Governance;

/// <summary>Keeps cards and training records beside versions, and writes the documents that are made of them. Added by <c>AddModelGovernance()</c>.</summary>
/// <remarks>Thread-safe. Every document about a version is made of the same facts: the version as registered, its card, its training record.</remarks>
public sealed class VersionGovernance
{
    private readonly IVersionDocumentStore _documents;
    private readonly ITrackingStore? _tracking;
    private readonly ILineageEmitter? _lineage;

    /// <summary>Makes the service.</summary>
    /// <param name="documents">Where cards and records are kept.</param>
    /// <param name="tracking">Where runs are tracked; null when they are not.</param>
    /// <param name="lineage">Who is told how versions were trained; null for nobody.</param>
    public VersionGovernance(IVersionDocumentStore documents, ITrackingStore? tracking = null, ILineageEmitter? lineage = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _documents = documents;
        _tracking = tracking;
        _lineage = lineage;
    }

    /// <summary>Keeps the card of a version, in place of the one before.</summary>
    /// <param name="version">The version.</param>
    /// <param name="card">The card.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>A task that ends when it is durable.</returns>
    /// <exception cref="ArgumentException">The card is not valid; the message lists all that is wrong.</exception>
    public Task PutCardAsync(ModelVersion version, ModelCard card, CancellationToken cancellationToken = default) =>
        PutAsync(version, VersionDocumentNames.ModelCard, ModelCards.Write(card), cancellationToken);

    /// <summary>The card of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The card; null when there is none.</returns>
    public async Task<ModelCard?> FindCardAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
        await FindAsync(version, VersionDocumentNames.ModelCard, cancellationToken).ConfigureAwait(false) is { } json ? ModelCards.Read(json) : null;

    /// <summary>Keeps how a version was trained, in place of what was said before, and tells it as lineage where that is on.</summary>
    /// <param name="version">The version.</param>
    /// <param name="training">The record.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>A task that ends when it is durable.</returns>
    public async Task PutTrainingAsync(ModelVersion version, TrainingRecord training, CancellationToken cancellationToken = default)
    {
        await PutAsync(version, VersionDocumentNames.Training, TrainingRecords.Write(training), cancellationToken).ConfigureAwait(false);
        if (_lineage is null) { return; }
        foreach (LineageEvent entry in LineageEvents.FromTraining(version, training)) { _lineage.Emit(entry); } // the version may have been told before its training was known
    }

    /// <summary>How a version was trained: the record that was kept, or else what the tracked run of the version tells.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The record; null when neither is there.</returns>
    public async Task<TrainingRecord?> FindTrainingAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(version, VersionDocumentNames.Training, cancellationToken).ConfigureAwait(false) is { } json) { return TrainingRecords.Read(json); }
        if (_tracking is null || version.RunId is not { } run) { return null; }
        try
        {
            return TrainingRecords.FromRun(await _tracking.GetRunAsync(run, cancellationToken).ConfigureAwait(false));
        }
        catch (TrackingNotFoundException)
        {
            return null; // the run is of another store
        }
    }

    /// <summary>Says which fields the card of a version leaves empty; see <see cref="ModelCards.FindMissing"/>.</summary>
    /// <param name="version">The version.</param>
    /// <param name="required">Names of <see cref="ModelCardFields"/>; null for <see cref="ModelCardFields.Default"/>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The empty ones; none when the card is complete.</returns>
    public async Task<IReadOnlyList<string>> FindMissingAsync(ModelVersion version, IReadOnlyList<string>? required = null, CancellationToken cancellationToken = default) => ModelCards.FindMissing(
        version,
        await FindCardAsync(version, cancellationToken).ConfigureAwait(false),
        await FindTrainingAsync(version, cancellationToken).ConfigureAwait(false),
        required);

    /// <summary>The bill of materials of a version; see <see cref="ModelBom.Write"/>.</summary>
    /// <param name="version">The version.</param>
    /// <param name="specification">Version of CycloneDX.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>JSON in UTF-8.</returns>
    public async Task<byte[]> WriteBomAsync(ModelVersion version, CycloneDxVersion specification = CycloneDxVersion.V1_6, CancellationToken cancellationToken = default) => ModelBom.Write(
        version,
        await FindCardAsync(version, cancellationToken).ConfigureAwait(false),
        await FindTrainingAsync(version, cancellationToken).ConfigureAwait(false),
        specification);

    /// <summary>States and signs how a version was made, and keeps the statement beside it; see <see cref="SlsaProvenance"/>.</summary>
    /// <param name="version">The version.</param>
    /// <param name="signer">The key of the builder.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>The statement, a Sigstore bundle.</returns>
    /// <exception cref="InvalidOperationException">It is not known how the version was trained.</exception>
    /// <exception cref="ArgumentException">The training record names no builder.</exception>
    public async Task<byte[]> SignProvenanceAsync(ModelVersion version, ISignatureProvider signer, CancellationToken cancellationToken = default)
    {
        TrainingRecord training = await FindTrainingAsync(version, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException(
            $"It is not known how {version.Model} {version.Version} was trained. Keep a training record with {nameof(PutTrainingAsync)} first.");
        byte[] provenance = await SlsaProvenance.SignAsync(version, training, signer, cancellationToken).ConfigureAwait(false);
        await PutAsync(version, VersionDocumentNames.Provenance, provenance, cancellationToken).ConfigureAwait(false);
        return provenance;
    }

    private Task PutAsync(ModelVersion version, string name, byte[] content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _documents.PutAsync(version.Model, version.Number, name, content, cancellationToken);
    }

    private Task<byte[]?> FindAsync(ModelVersion version, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _documents.FindAsync(version.Model, version.Number, name, cancellationToken);
    }
}
