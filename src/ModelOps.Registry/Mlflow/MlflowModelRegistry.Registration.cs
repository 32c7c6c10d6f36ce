using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowModelRegistry
{
    private const int MaxVersionAttempts = 16;
    private static readonly ModelRegistrationValidator RegistrationValidator = new();

    public async Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        RegistrationValidator.EnsureValid(registration, nameof(registration));
        if (registration.Tags.Keys.Any(static k => k.StartsWith(VersionTags.Prefix, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"Tags has a key that begins with '{VersionTags.Prefix}', which this client keeps for itself. Choose another.", nameof(registration));
        }

        List<StagedFile> staged = [];
        try
        {
            await StageAsync(registration.Files, staged, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ArtifactDescriptor> files = VersionManifest.Order(staged.Select(static s => s.Descriptor));
            string digest = VersionManifest.DigestOf(files);
            IReadOnlyList<WireVersion> known = await _models.ListVersionsAsync(registration.Model, cancellationToken).ConfigureAwait(false);
            WireVersion wire = FindExisting(known, registration, digest) ?? await CreateAsync(registration, staged, files, digest, known, cancellationToken).ConfigureAwait(false);
            return await _versions.ReadAsync(wire, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (StagedFile file in staged) { ScratchFolder.TryDelete(file.TemporaryPath); }
        }
    }

    private async Task StageAsync(IReadOnlyList<ModelFile> files, List<StagedFile> staged, CancellationToken cancellationToken)
    {
        long left = _options.MaxVersionBytes;
        foreach (ModelFile file in files)
        {
            StagedFile next = await _cache.Value.StageAsync(file, left, cancellationToken).ConfigureAwait(false);
            staged.Add(next);
            left -= next.Descriptor.Size;
        }
    }

    private static WireVersion? FindExisting(IReadOnlyList<WireVersion> known, ModelRegistration registration, string digest)
    {
        if (registration.IdempotencyKey is { } key && known.LastOrDefault(v => v.Tags.GetValueOrDefault(VersionTags.Key) == key) is { } first) { return first; }
        if (registration.Version is not { } version || known.FirstOrDefault(v => v.SemanticVersion == version) is not { } same) { return null; }
        return same.Tags.GetValueOrDefault(VersionTags.Digest) == digest && same.Tags.GetValueOrDefault(VersionTags.Format) == registration.Format
            ? same
            : throw new ModelVersionConflictException(registration.Model, version.ToString());
    }

    private async Task<WireVersion> CreateAsync(
        ModelRegistration registration, List<StagedFile> staged, IReadOnlyList<ArtifactDescriptor> files, string digest, IReadOnlyList<WireVersion> known, CancellationToken cancellationToken)
    {
        VersionDocument document = new()
        {
            Files = files,
            Signature = registration.Signature,
            Metrics = registration.Metrics,
            Parameters = registration.Parameters,
            Tags = registration.Tags,
            Description = registration.Description,
        };
        string json = JsonSerializer.Serialize(document, RegistryJson.Default.VersionDocument);
        if (Encoding.UTF8.GetByteCount(json) > RegistryLimits.MaxMetadataBytes)
        {
            throw new ArgumentException($"What describes the version takes more than {RegistryLimits.MaxMetadataBytes} bytes. Move the bulk of it into a file.", nameof(registration));
        }

        string upload = Guid.NewGuid().ToString("N");
        ModelUpload uploads = new(_api, _artifacts, _versions, _options, _timeProvider);
        ModelUpload.Place place = await uploads.BeginAsync(registration, upload, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelFile> extra = ModelUpload.Extra(registration, document, json, place, _timeProvider.GetUtcNow());
        try
        {
            await uploads.SendAsync(place.Folder, staged, extra, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await TryMarkFailedAsync(uploads, place).ConfigureAwait(false);
            throw;
        }

        await uploads.EndAsync(place, isComplete: true, cancellationToken).ConfigureAwait(false);
        await _models.CreateAsync(registration.Model, null, [], cancellationToken).ConfigureAwait(false);
        SemanticVersion version = registration.Version ?? NextVersion(known);
        WireVersion created = await CreateVersionAsync(registration, place, Tags(registration, version, digest, upload, json), upload, cancellationToken).ConfigureAwait(false);
        if (await _versions.LocateAsync(created, cancellationToken).ConfigureAwait(false) is { } folder && folder != place.Folder
            && (await _artifacts.ListAsync(folder, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await uploads.SendAsync(folder, staged, extra, cancellationToken).ConfigureAwait(false); // some servers give every version an empty folder of its own
        }

        created = await SettleAsync(registration, created, digest, cancellationToken).ConfigureAwait(false);
        _feed.Signal();
        _api.Logger.VersionRegistered(created.Model, created.SemanticVersion, created.Number, digest);
        return created;
    }

    private static Dictionary<string, string> Tags(ModelRegistration registration, SemanticVersion version, string digest, string upload, string json)
    {
        Dictionary<string, string> tags = new(registration.Tags, StringComparer.Ordinal)
        {
            [VersionTags.Version] = version.ToString(),
            [VersionTags.Format] = registration.Format,
            [VersionTags.Digest] = digest,
            [VersionTags.Upload] = upload,
        };
        if (registration.IdempotencyKey is { } key) { tags[VersionTags.Key] = key; }
        foreach ((string name, string piece) in VersionTags.Write(json)) { tags[name] = piece; }
        return tags;
    }

    /// <summary>Creates the version. When no answer came, the upload's own tag tells whether it is there.</summary>
    private async Task<WireVersion> CreateVersionAsync(
        ModelRegistration registration, ModelUpload.Place place, Dictionary<string, string> tags, string upload, CancellationToken cancellationToken)
    {
        try
        {
            WireVersion created = await _models.CreateVersionAsync(registration, place.Source, place.RunId, place.ModelId, tags, cancellationToken).ConfigureAwait(false);
            return await _models.FindVersionAsync(registration.Model, created.Number, cancellationToken).ConfigureAwait(false) ?? created;
        }
        catch (MlflowServerException error) when (error.MayHaveRun)
        {
            IReadOnlyList<WireVersion> now = await _models.ListVersionsAsync(registration.Model, cancellationToken).ConfigureAwait(false);
            if (now.FirstOrDefault(v => v.Tags.GetValueOrDefault(VersionTags.Upload) == upload) is { } found) { return found; }
            throw;
        }
    }

    /// <summary>Settles who has a semantic version when several took it at the same time. Of versions as they were created the lowest number keeps it: all see it,
    /// because each looks after it was created. Who takes another gives way to whoever has that one, since those may have looked already; or, when it had to be this
    /// one, is withdrawn.</summary>
    private async Task<WireVersion> SettleAsync(ModelRegistration registration, WireVersion created, string digest, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxVersionAttempts; attempt++)
        {
            IReadOnlyList<WireVersion> now = await _models.ListVersionsAsync(registration.Model, cancellationToken).ConfigureAwait(false);
            WireVersion mine = now.FirstOrDefault(v => v.Number == created.Number) ?? created;
            WireVersion[] others = [.. now.Where(v => v.Number != mine.Number && v.SemanticVersion == mine.SemanticVersion && v.Tags.ContainsKey(VersionTags.Version))];
            int before = others.Count(v => v.Number < mine.Number);
            if (before == 0 && (attempt == 0 || others.Length == 0)) { return mine; }
            if (registration.Version is { } wanted)
            {
                await _models.SendAsync(HttpMethod.Delete, "delete", created.Model, created.Number, static _ => { }, cancellationToken).ConfigureAwait(false);
                WireVersion first = others.MinBy(static v => v.Number)!;
                return first.Tags.GetValueOrDefault(VersionTags.Digest) == digest ? first : throw new ModelVersionConflictException(registration.Model, wanted.ToString());
            }

            SemanticVersion next = NextVersion(now); // those who see each other take different ones
            next = new SemanticVersion(next.Major, next.Minor + before, 0);
            await _models.SetTagAsync(created.Model, created.Number, VersionTags.Version, next.ToString(), cancellationToken).ConfigureAwait(false);
        }

        throw MlflowServerException.Unusable(_api.Http.Server, string.Create(CultureInfo.InvariantCulture, $"others took the next semantic version {MaxVersionAttempts} times over. Name the version to register"));
    }

    private static SemanticVersion NextVersion(IReadOnlyList<WireVersion> known) =>
        known.Select(static v => v.SemanticVersion).Where(static v => v.Major <= int.MaxValue && v.Minor < int.MaxValue).Max()?.NextMinor() ?? new SemanticVersion(1, 0, 0);

    private static async Task TryMarkFailedAsync(ModelUpload uploads, ModelUpload.Place place)
    {
        try
        {
            await uploads.EndAsync(place, isComplete: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MlflowServerException)
        {
            // The first error matters; the logged model stays pending.
        }
    }
}
