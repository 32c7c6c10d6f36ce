using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private static readonly ModelCreationValidator CreationValidator = new();
    private static readonly ModelChangeValidator ModelChangeValidator = new();

    public async Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        CreationValidator.EnsureValid(creation, nameof(creation));
        RegisteredModel created = await database.WriteAsync(c => CreateAsync(c, creation), cancellationToken).ConfigureAwait(false);
        News.Signal();
        logger.ModelChanged(created.Name, RegistryEventKind.ModelCreated, created.Revision);
        return created;
    }

    public Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.ReadSnapshotAsync(
            async c => await Models.DescribeAsync(c, await Models.GetAsync(c, model).ConfigureAwait(false)).ConfigureAwait(false), cancellationToken);
    }

    public async Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        ModelChangeValidator.EnsureValid(change, nameof(change));
        (RegisteredModel model, RegistryEventKind? kind) = await database.WriteAsync(c => UpdateAsync(c, change), cancellationToken).ConfigureAwait(false);
        if (kind is not null)
        {
            News.Signal();
            logger.ModelChanged(model.Name, kind.Value, model.Revision);
        }

        return model;
    }

    private async Task<RegisteredModel> CreateAsync(Connection connection, ModelCreation creation)
    {
        if (await Models.FindAnyAsync(connection, creation.Name).ConfigureAwait(false) is { IsDeleted: false }) { throw new ModelExistsException(creation.Name); }
        DateTimeOffset now = timeProvider.GetUtcNow();
        ModelRow model = await Models.CreateAsync(connection, creation.Name, creation.Description, now).ConfigureAwait(false);
        Dictionary<string, string?> changes = [];
        if (creation.Description.Length > 0) { changes["description"] = creation.Description; }
        foreach ((string key, string value) in creation.Tags)
        {
            await Tags.SetAsync(connection, model.Id, key, value).ConfigureAwait(false);
            changes[RegistryFields.Tag(key)] = value;
        }

        await LogModelAsync(connection, model, RegistryEventKind.ModelCreated, now, null, creation.Actor, changes).ConfigureAwait(false);
        return await Models.DescribeAsync(connection, model).ConfigureAwait(false);
    }

    private async Task<(RegisteredModel Model, RegistryEventKind? Kind)> UpdateAsync(Connection connection, ModelChange change)
    {
        ModelRow model = await Models.GetAsync(connection, change.Model).ConfigureAwait(false);
        EnsureRevision(model.Name, model.Revision, change.ExpectedRevision);
        Dictionary<string, string?> changes = TagChanges.Find(
            await Tags.ListAsync(connection, model.Id).ConfigureAwait(false), change.SetTags, change.RemoveTags);
        foreach ((string field, string? value) in changes)
        {
            string key = field[RegistryFields.TagPrefix.Length..];
            await (value is null ? Tags.RemoveAsync(connection, model.Id, key) : Tags.SetAsync(connection, model.Id, key, value)).ConfigureAwait(false);
        }

        if (change.Description is { } description && description != model.Description) { changes["description"] = description; }
        bool isRenamed = change.NewName is not null && change.NewName != model.Name;
        if (isRenamed)
        {
            changes["previous_name"] = model.Name;
            await TakeNameAsync(connection, change.NewName!).ConfigureAwait(false);
        }

        if (changes.Count == 0) { return (await Models.DescribeAsync(connection, model).ConfigureAwait(false), null); }
        DateTimeOffset now = timeProvider.GetUtcNow();
        string name = change.NewName ?? model.Name;
        RegistryEventKind kind = isRenamed ? RegistryEventKind.ModelRenamed : RegistryEventKind.ModelUpdated;
        await Models.UpdateAsync(connection, model.Id, name, change.Description ?? model.Description, now).ConfigureAwait(false);
        ModelRow changed = await Models.GetAsync(connection, name).ConfigureAwait(false);
        await LogModelAsync(connection, changed, kind, now, change.Reason, change.Actor, changes).ConfigureAwait(false);
        return (await Models.DescribeAsync(connection, changed).ConfigureAwait(false), kind);
    }

    private static async Task TakeNameAsync(Connection connection, string name)
    {
        if (await Models.FindAnyAsync(connection, name).ConfigureAwait(false) is not { } holder) { return; }
        if (!holder.IsDeleted) { throw new ModelExistsException(name); }
        await Models.FreeNameAsync(connection, holder).ConfigureAwait(false);
    }

    private static Task LogModelAsync(
        Connection connection, ModelRow model, RegistryEventKind kind, DateTimeOffset at, string? reason, string? actor, Dictionary<string, string?> changes) =>
        LogTable.AppendAsync(connection, model.Id, new RegistryEvent
        {
            Sequence = 0,
            Kind = kind,
            Model = model.Name,
            Number = 0,
            At = at,
            Revision = model.Revision,
            Reason = reason,
            Actor = actor,
            Changes = changes,
        });
}
