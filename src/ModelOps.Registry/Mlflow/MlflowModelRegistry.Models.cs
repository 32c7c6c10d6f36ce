using System.Globalization;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Mlflow;

/// <summary>What may change. MLflow takes one change at a time, so a change of several things that fails on the way is done in part.</summary>
internal sealed partial class MlflowModelRegistry
{
    private const string ArchivedStage = "Archived";
    private static readonly string[] Stages = ["None", "Staging", "Production", ArchivedStage];

    public async Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        _ = ModelReference.ToModel(creation.Name);
        Check(nameof(creation), TextRules.CheckEntries(nameof(creation.Tags), creation.Tags, RegistryLimits.MaxTagLength), TextRules.Check(nameof(creation.Description), creation.Description, RegistryLimits.MaxDescriptionLength));
        if (!await _models.CreateAsync(creation.Name, creation.Description, creation.Tags, cancellationToken).ConfigureAwait(false)) { throw new ModelExistsException(creation.Name); }
        _feed.Signal();
        return await GetModelAsync(creation.Name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default) =>
        await ReadModelAsync(await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.NewName is not null) { _ = ModelReference.ToModel(change.NewName); }
        Check(nameof(change), TextRules.CheckEntries(nameof(change.SetTags), change.SetTags, RegistryLimits.MaxTagLength), TextRules.Check(nameof(change.Description), change.Description, RegistryLimits.MaxDescriptionLength));
        WireModel model = await GetModelOrThrowAsync(change.Model, cancellationToken).ConfigureAwait(false);
        EnsureRevision(change.Model, change.ExpectedRevision, model.UpdatedAt);
        await ChangeTagsAsync(change.Model, null, model.Tags, change.SetTags, change.RemoveTags, cancellationToken).ConfigureAwait(false);
        if (change.Description is { } description && description != model.Description)
        {
            await _models.SendAsync(HttpMethod.Patch, "update", change.Model, null, writer => writer.WriteString("description", description), cancellationToken).ConfigureAwait(false);
        }

        if (change.NewName is not { } name || name == change.Model) { return await GetModelAsync(change.Model, cancellationToken).ConfigureAwait(false); }
        try
        {
            await _models.SendAsync(HttpMethod.Post, "rename", change.Model, null, writer => writer.WriteString("new_name", name), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Exists)
        {
            throw new ModelExistsException(name);
        }

        _feed.Signal();
        return await GetModelAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default) =>
        await ReadVersionAsync(await FindNumberAsync(model, number, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        string? stage = change.Stage is null ? null : Stages.FirstOrDefault(s => s.Equals(change.Stage, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Stage '{change.Stage}' is not one that MLflow has: {string.Join(", ", Stages)}. Use one of them, or an alias.", nameof(change));
        Check(nameof(change), TextRules.CheckEntries(nameof(change.SetTags), change.SetTags, RegistryLimits.MaxTagLength), TextRules.Check(nameof(change.Description), change.Description, RegistryLimits.MaxDescriptionLength));
        if (change.DisplaceTo is { } displaced && !displaced.Equals(ArchivedStage, StringComparison.OrdinalIgnoreCase)) { throw NotSupported($"it moves displaced versions to '{ArchivedStage}' only"); }
        WireVersion version = await FindNumberAsync(change.Model, change.Number, cancellationToken).ConfigureAwait(false);
        EnsureRevision($"{change.Model}:{change.Number.ToString(CultureInfo.InvariantCulture)}", change.ExpectedRevision, version.UpdatedAt);
        await ChangeTagsAsync(change.Model, change.Number, version.Tags, change.SetTags, change.RemoveTags, cancellationToken).ConfigureAwait(false);
        if (change.Description is { } description && description != version.Description)
        {
            await _models.SendAsync(HttpMethod.Patch, "update", change.Model, change.Number, writer => writer.WriteString("description", description), cancellationToken).ConfigureAwait(false);
        }

        if (stage is not null && stage != version.Stage)
        {
            await _models.SendAsync(HttpMethod.Post, "transition-stage", change.Model, change.Number, writer =>
            {
                writer.WriteString("stage", stage);
                writer.WriteBoolean("archive_existing_versions", change.DisplaceTo is not null && stage is "Staging" or "Production");
            }, cancellationToken).ConfigureAwait(false);
        }

        return await GetVersionAsync(change.Model, change.Number, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deletion);
        WireModel model = await GetModelOrThrowAsync(deletion.Model, cancellationToken).ConfigureAwait(false);
        WireVersion? version = deletion.Number is { } number ? await FindNumberAsync(deletion.Model, number, cancellationToken).ConfigureAwait(false) : null;
        string target = version is null ? deletion.Model : $"{deletion.Model}:{version.Number.ToString(CultureInfo.InvariantCulture)}";
        EnsureRevision(target, deletion.ExpectedRevision, version?.UpdatedAt ?? model.UpdatedAt);
        string[] aliases = [.. model.Aliases.Where(a => version is null || a.Value == version.Number).Select(static a => a.Key).Order(StringComparer.Ordinal)];
        if (aliases.Length > 0 && !deletion.RemoveAliases) { throw new VersionInUseException(target, aliases); }
        await _models.SendAsync(HttpMethod.Delete, "delete", deletion.Model, version?.Number, static _ => { }, cancellationToken).ConfigureAwait(false);
        _feed.Signal();
    }

    private async Task<WireVersion> FindNumberAsync(string model, long number, CancellationToken cancellationToken)
    {
        ModelReference reference = ModelReference.ToVersion(model, number.ToString(CultureInfo.InvariantCulture));
        return await _models.FindVersionAsync(model, number, cancellationToken).ConfigureAwait(false) ?? throw await NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegisteredModel> ReadModelAsync(WireModel model, CancellationToken cancellationToken) => new()
    {
        Name = model.Name,
        CreatedAt = model.CreatedAt,
        UpdatedAt = model.UpdatedAt,
        Revision = model.UpdatedAt.ToUnixTimeMilliseconds(),
        LatestNumber = model.LatestNumber,
        Description = model.Description,
        Tags = VersionTags.WithoutOwn(model.Tags),
        Aliases = await ReadAliasesAsync(model, cancellationToken).ConfigureAwait(false),
    };

    private async Task<RegisteredVersion> ReadVersionAsync(WireVersion version, CancellationToken cancellationToken) => new()
    {
        Version = await _versions.ReadAsync(version, cancellationToken).ConfigureAwait(false),
        Stage = version.Stage,
        Revision = version.UpdatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = version.UpdatedAt,
        Description = version.Description,
        Tags = VersionTags.WithoutOwn(version.Tags),
        Aliases = [.. version.Aliases.Order(StringComparer.Ordinal)],
    };

    private async Task ChangeTagsAsync(
        string model, long? number, IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> set, IReadOnlyList<string> remove, CancellationToken cancellationToken)
    {
        if (set.Keys.Concat(remove).Any(static k => k.StartsWith(VersionTags.Prefix, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"A tag's key begins with '{VersionTags.Prefix}', which this client keeps for itself. Choose another.", nameof(set));
        }

        foreach ((string key, string value) in set.Where(t => tags.GetValueOrDefault(t.Key) != t.Value)) { await _models.SetTagAsync(model, number, key, value, cancellationToken).ConfigureAwait(false); }
        foreach (string key in remove.Where(tags.ContainsKey)) { await _models.DeleteTagAsync(model, number, key, cancellationToken).ConfigureAwait(false); }
    }

    // The time of the last change is the nearest that MLflow has to a revision; tags do not touch it.
    private static void EnsureRevision(string target, long? expected, DateTimeOffset updated)
    {
        long actual = updated.ToUnixTimeMilliseconds();
        if (expected is { } wanted && wanted != actual) { throw new RevisionConflictException(target, wanted, actual); }
    }

    private static void Check(string parameter, params IEnumerable<string?> errors)
    {
        if (errors.FirstOrDefault(static e => e is not null) is { } error) { throw new ArgumentException(error, parameter); }
    }
}
