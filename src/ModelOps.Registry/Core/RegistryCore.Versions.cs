using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Search;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private static readonly VersionChangeValidator VersionChangeValidator = new();

    public Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.ReadSnapshotAsync(c => DescribeAsync(c, model, number), cancellationToken);
    }

    public async Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        VersionChangeValidator.EnsureValid(change, nameof(change));
        VersionChange declared = change with
        {
            Stage = change.Stage is null ? null : settings.Stages.Find(change.Stage),
            DisplaceTo = change.DisplaceTo is null ? null : settings.Stages.Find(change.DisplaceTo),
        };
        (RegisteredVersion version, int changed) = await database.WriteAsync(c => UpdateAsync(c, declared), cancellationToken).ConfigureAwait(false);
        if (changed > 0)
        {
            News.Signal();
            logger.VersionChanged(change.Model, change.Number, version.Stage, version.Revision);
        }

        return version;
    }

    private static async Task<RegisteredVersion> DescribeAsync(Connection connection, string model, long number)
    {
        ModelRow row = await Models.GetAsync(connection, model).ConfigureAwait(false);
        return await RegisteredVersions.FindAsync(connection, row.Id, number).ConfigureAwait(false)
            ?? throw new ModelVersionNotFoundException(Reference(model, Math.Max(number, 1)), await Versions.KnownAsync(connection, row.Id).ConfigureAwait(false));
    }

    private async Task<(RegisteredVersion Version, int Changed)> UpdateAsync(Connection connection, VersionChange change)
    {
        ModelRow model = await Models.GetAsync(connection, change.Model).ConfigureAwait(false);
        int changed = 0;
        if (change is { Stage: { } stage, DisplaceTo: { } displaceTo } && stage != displaceTo)
        {
            foreach (long other in await Annotations.ListNumbersInStageAsync(connection, model.Id, stage).ConfigureAwait(false))
            {
                if (other == change.Number) { continue; }
                VersionChange displaced = new() { Model = change.Model, Number = other, Stage = displaceTo, Reason = change.Reason, Actor = change.Actor };
                changed += await ApplyAsync(connection, model, displaced).ConfigureAwait(false);
            }
        }

        changed += await ApplyAsync(connection, model, change).ConfigureAwait(false);
        return (await DescribeAsync(connection, model.Name, change.Number).ConfigureAwait(false), changed);
    }

    /// <summary>Changes one version and logs it. 0 when nothing was to change.</summary>
    private async Task<int> ApplyAsync(Connection connection, ModelRow model, VersionChange change)
    {
        ModelReference reference = Reference(model.Name, change.Number);
        AnnotationRow row = await Annotations.FindAsync(connection, model.Id, change.Number).ConfigureAwait(false)
            ?? throw await NotFoundAsync(connection, reference).ConfigureAwait(false);
        EnsureRevision(reference.ToString(), row.Revision, change.ExpectedRevision);
        Dictionary<string, string?> changes = TagChanges.Find(
            await Tags.ListAsync(connection, model.Id, change.Number).ConfigureAwait(false), change.SetTags, change.RemoveTags);
        foreach ((string field, string? value) in changes)
        {
            string key = field[RegistryFields.TagPrefix.Length..];
            await (value is null
                ? Tags.RemoveAsync(connection, model.Id, change.Number, key)
                : Tags.SetAsync(connection, model.Id, change.Number, key, value)).ConfigureAwait(false);
        }

        if (change.Description is { } description && description != row.Description) { changes["description"] = description; }
        bool isMoved = change.Stage is not null && change.Stage != row.Stage;
        if (isMoved)
        {
            settings.Stages.EnsureAllowed(reference.ToString(), row.Stage, change.Stage!);
            changes["stage"] = change.Stage;
        }

        if (changes.Count == 0) { return 0; }
        DateTimeOffset now = timeProvider.GetUtcNow();
        await Annotations.UpdateAsync(connection, model.Id, change.Number, change.Stage ?? row.Stage, change.Description ?? row.Description, now).ConfigureAwait(false);
        await Models.TouchAsync(connection, model.Id, now).ConfigureAwait(false);
        await LogTable.AppendAsync(connection, model.Id, new RegistryEvent
        {
            Sequence = 0,
            Kind = isMoved ? RegistryEventKind.VersionStageChanged : RegistryEventKind.VersionUpdated,
            Model = model.Name,
            Number = change.Number,
            At = now,
            Revision = row.Revision + 1,
            Reason = change.Reason,
            Actor = change.Actor,
            Evidence = change.Evidence,
            Changes = changes,
        }).ConfigureAwait(false);
        return 1;
    }
}
