using System.Text;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Gc;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private static readonly ModelRegistrationValidator RegistrationValidator = new();

    public async Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        RegistrationValidator.EnsureValid(registration, nameof(registration));
        cancellationToken.ThrowIfCancellationRequested();
        database.ThrowIfReadOnly();
        if (registration.IdempotencyKey is not null
            && await database.ReadAsync(c => FindByKeyAsync(c, registration), cancellationToken).ConfigureAwait(false) is { } first)
        {
            return first;
        }

        List<StagedFile> staged = new(registration.Files.Count);
        try
        {
            await StageAsync(registration.Files, staged, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ArtifactDescriptor> files = VersionManifest.Order(staged.Select(static s => s.Descriptor));
            string digest = VersionManifest.DigestOf(files);
            string document = Describe(registration, files);
            await database.ReadAsync(c => FindExistingAsync(c, registration, digest), cancellationToken).ConfigureAwait(false); // a conflict is found before anything is stored
            string lease = Guid.NewGuid().ToString("N");
            await database.WriteAsync(c => Leases.TakeAsync(c, lease, files, timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            await blobs.CommitAsync(staged, cancellationToken).ConfigureAwait(false);
            (ModelVersion version, bool isNew) = await database.WriteAsync(
                async c =>
                {
                    await Leases.ReleaseAsync(c, lease).ConfigureAwait(false);
                    return await FindExistingAsync(c, registration, digest).ConfigureAwait(false) is { } existing
                        ? (existing, false)
                        : (await InsertAsync(c, registration, files, digest, document).ConfigureAwait(false), true);
                },
                cancellationToken).ConfigureAwait(false);
            if (isNew)
            {
                News.Signal();
                logger.VersionRegistered(version.Model, version.Version, version.Number, version.Digest);
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
        long bytesLeft = settings.MaxVersionBytes;
        foreach (ModelFile file in files)
        {
            StagedFile next = await blobs.StageAsync(file, bytesLeft, cancellationToken).ConfigureAwait(false);
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

    /// <summary>A version that answers the registration as it is; null when one is to be made.</summary>
    /// <exception cref="ModelVersionConflictException">The version or the key belongs to another content, or to one that was deleted.</exception>
    private static async Task<ModelVersion?> FindExistingAsync(Connection connection, ModelRegistration registration, string digest)
    {
        if (await FindByKeyAsync(connection, registration).ConfigureAwait(false) is { } first) { return first; }
        if (registration.Version is { } version
            && await Versions.FindTakenAsync(connection, registration.Model, version.ToString()).ConfigureAwait(false) is { } taken)
        {
            return !taken.IsDeleted && taken.Version.Digest == digest && taken.Version.Format == registration.Format
                ? taken.Version
                : throw new ModelVersionConflictException(registration.Model, version.ToString());
        }

        return registration is { ReuseSameContent: true, Version: null }
            ? await Versions.FindContentAsync(connection, registration.Model, digest, registration.Format).ConfigureAwait(false)
            : null;
    }

    private static async Task<ModelVersion?> FindByKeyAsync(Connection connection, ModelRegistration registration)
    {
        if (registration.IdempotencyKey is not { } key) { return null; }
        FoundVersion? found = await Versions.FindKeyAsync(connection, registration.Model, key).ConfigureAwait(false);
        return found is { IsDeleted: true } ? throw new ModelVersionConflictException(registration.Model, found.Version.Version.ToString()) : found?.Version;
    }

    private async Task<ModelVersion> InsertAsync(
        Connection connection, ModelRegistration registration, IReadOnlyList<ArtifactDescriptor> files, string digest, string document)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        ModelRow model = await Models.FindAnyAsync(connection, registration.Model).ConfigureAwait(false) is { IsDeleted: false } known
            ? known
            : await Models.CreateAsync(connection, registration.Model, string.Empty, now).ConfigureAwait(false);
        SemanticVersion version = registration.Version ?? await Models.NextVersionAsync(connection, model.Id).ConfigureAwait(false);
        long number = await Models.TakeNumberAsync(connection, model.Id, version, now).ConfigureAwait(false);
        VersionRow row = new(number, version.ToString(), digest, now, document, registration);
        await Versions.InsertAsync(connection, model.Id, row, files, settings.Stages.Initial).ConfigureAwait(false);
        await LogTable.AppendAsync(connection, model.Id, new RegistryEvent
        {
            Sequence = 0,
            Kind = RegistryEventKind.VersionRegistered,
            Model = registration.Model,
            Number = number,
            At = now,
            Actor = registration.Actor,
            Changes = new Dictionary<string, string?> { ["stage"] = settings.Stages.Initial, ["digest"] = digest },
        }).ConfigureAwait(false);
        return (await Versions.FindNumberAsync(connection, registration.Model, number).ConfigureAwait(false))!; // as every later reader sees it
    }
}
