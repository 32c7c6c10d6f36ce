using System.Text;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    private static readonly ModelRegistrationValidator RegistrationValidator = new();

    /// <inheritdoc/>
    /// <remarks>A semantic version that exists with the same files and format is returned as it is; what else the registration says is then not
    /// stored. See <see cref="RegistryLimits"/> for what is refused as too large. The files are durable before the version is visible.</remarks>
    /// <exception cref="RegistryStorageException">The storage failed; nothing is registered.</exception>
    public async Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        RegistrationValidator.EnsureValid(registration, nameof(registration));
        cancellationToken.ThrowIfCancellationRequested();
        _database.ThrowIfSnapshot();
        if (registration.IdempotencyKey is { } key && _database.Read(c => Versions.FindKey(c, registration.Model, key)) is { } first) { return first; }

        List<StagedFile> staged = new(registration.Files.Count);
        try
        {
            await StageAsync(registration.Files, staged, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ArtifactDescriptor> files = VersionManifest.Order(staged.Select(static s => s.Descriptor));
            string digest = VersionManifest.DigestOf(files);
            string document = Describe(registration, files);
            _database.Read(c => FindExisting(c, registration, digest)); // a conflict is found before anything is stored
            await _blobs.CommitAsync(staged, cancellationToken).ConfigureAwait(false);
            (ModelVersion version, bool isNew) = await _database.WriteAsync(
                c => FindExisting(c, registration, digest) is { } existing ? (existing, false) : (Insert(c, registration, digest, document), true),
                cancellationToken).ConfigureAwait(false);
            if (isNew)
            {
                _news.Signal();
                _logger.VersionRegistered(version.Model, version.Version, version.Number, version.Digest);
            }

            return version;
        }
        finally
        {
            foreach (StagedFile file in staged) { ScratchFolder.TryDelete(file.TemporaryPath); }
        }
    }

    private async Task StageAsync(IReadOnlyList<ModelFile> files, List<StagedFile> staged, CancellationToken cancellationToken)
    {
        long bytesLeft = _options.MaxVersionBytes;
        foreach (ModelFile file in files)
        {
            StagedFile next = await _blobs.StageAsync(file, bytesLeft, cancellationToken).ConfigureAwait(false);
            staged.Add(next);
            bytesLeft -= next.Descriptor.Size;
        }
    }

    private static string Describe(ModelRegistration registration, IReadOnlyList<ArtifactDescriptor> files)
    {
        string document = JsonSerializer.Serialize(
            new VersionDocument
            {
                Files = files,
                Signature = registration.Signature,
                Metrics = registration.Metrics,
                Parameters = registration.Parameters,
                Tags = registration.Tags,
                Description = registration.Description,
            },
            RegistryJson.Default.VersionDocument);
        int bytes = Encoding.UTF8.GetByteCount(document);
        return bytes <= RegistryLimits.MaxMetadataBytes
            ? document
            : throw new ArgumentException($"What describes the version takes {bytes} bytes; at most {RegistryLimits.MaxMetadataBytes} are allowed. Move the bulk of it into a file.", nameof(registration));
    }

    private static ModelVersion? FindExisting(Connection connection, ModelRegistration registration, string digest)
    {
        if (registration.IdempotencyKey is { } key && Versions.FindKey(connection, registration.Model, key) is { } first) { return first; }
        if (registration.Version is not { } version || Versions.FindVersion(connection, registration.Model, version.ToString()) is not { } same) { return null; }
        return same.Digest == digest && same.Format == registration.Format
            ? same
            : throw new ModelVersionConflictException(registration.Model, version.ToString());
    }

    private ModelVersion Insert(Connection connection, ModelRegistration registration, string digest, string document)
    {
        long model = Models.GetOrCreate(connection, registration.Model);
        SemanticVersion version = registration.Version ?? Models.NextVersion(connection, model);
        DateTimeOffset now = _timeProvider.GetUtcNow();
        long number = Models.TakeNumber(connection, model, version);
        Versions.Insert(connection, model, new VersionRow(number, version.ToString(), registration.Format, digest, now, registration.IdempotencyKey, document));
        Events.Append(connection, model, new RegistryEvent
        {
            Sequence = 0,
            Kind = RegistryEventKind.VersionRegistered,
            Model = registration.Model,
            Number = number,
            At = now,
            Actor = registration.Actor,
        });
        return Versions.FindNumber(connection, registration.Model, number)!; // as every later reader sees it
    }
}
