using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private static readonly RegistryDeletionValidator DeletionValidator = new();

    public async Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deletion);
        DeletionValidator.EnsureValid(deletion, nameof(deletion));
        await database.WriteAsync(
            c => deletion.Number is { } number ? DeleteVersionAsync(c, deletion, number) : DeleteModelAsync(c, deletion), cancellationToken).ConfigureAwait(false);
        News.Signal();
        logger.Deleted(deletion.Model, deletion.Number ?? 0);
    }

    private async Task<bool> DeleteVersionAsync(Connection connection, RegistryDeletion deletion, long number)
    {
        ModelRow model = await Models.GetAsync(connection, deletion.Model).ConfigureAwait(false);
        ModelReference reference = Reference(model.Name, number);
        AnnotationRow row = await Annotations.FindAsync(connection, model.Id, number).ConfigureAwait(false)
            ?? throw await NotFoundAsync(connection, reference).ConfigureAwait(false);
        EnsureRevision(reference.ToString(), row.Revision, deletion.ExpectedRevision);
        await LoseAliasesAsync(
            connection, model, reference.ToString(), await Aliases.ListOfVersionAsync(connection, model.Id, number).ConfigureAwait(false), deletion).ConfigureAwait(false);
        DateTimeOffset now = timeProvider.GetUtcNow();
        await Annotations.DeleteAsync(connection, model.Id, number, now).ConfigureAwait(false);
        await Models.TouchAsync(connection, model.Id, now).ConfigureAwait(false);
        await LogTable.AppendAsync(connection, model.Id, new RegistryEvent
        {
            Sequence = 0,
            Kind = RegistryEventKind.VersionDeleted,
            Model = model.Name,
            Number = number,
            At = now,
            Revision = row.Revision + 1,
            Reason = deletion.Reason,
            Actor = deletion.Actor,
        }).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> DeleteModelAsync(Connection connection, RegistryDeletion deletion)
    {
        ModelRow model = await Models.GetAsync(connection, deletion.Model).ConfigureAwait(false);
        EnsureRevision(model.Name, model.Revision, deletion.ExpectedRevision);
        List<ModelAlias> aliases = await Aliases.ListAsync(connection, model.Id).ConfigureAwait(false);
        await LoseAliasesAsync(connection, model, model.Name, [.. aliases.Select(static a => a.Alias)], deletion).ConfigureAwait(false);
        DateTimeOffset now = timeProvider.GetUtcNow();
        foreach (long number in await Annotations.ListNumbersAsync(connection, model.Id).ConfigureAwait(false))
        {
            await Annotations.DeleteAsync(connection, model.Id, number, now).ConfigureAwait(false);
        }

        await Tags.ClearAsync(connection, model.Id).ConfigureAwait(false);
        await Models.DeleteAsync(connection, model.Id, now).ConfigureAwait(false);
        await LogModelAsync(
            connection, model with { Revision = model.Revision + 1 }, RegistryEventKind.ModelDeleted, now, deletion.Reason, deletion.Actor, []).ConfigureAwait(false);
        return true;
    }

    private async Task LoseAliasesAsync(Connection connection, ModelRow model, string target, List<string> aliases, RegistryDeletion deletion)
    {
        if (aliases.Count > 0 && !deletion.RemoveAliases) { throw new VersionInUseException(target, aliases); }
        foreach (string alias in aliases)
        {
            await RemoveAsync(connection, model, alias, null, deletion.Reason, deletion.Actor).ConfigureAwait(false);
        }
    }
}
