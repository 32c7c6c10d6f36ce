using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Core;

/// <summary>Keeps lost races for an alias in its history. The refused transaction is rolled back whole, so its event is appended by one of its own.</summary>
/// <remarks>Bounded, so that a client that tries in a loop cannot fill the log: the same refusal is kept once in <see cref="RefusalWindow"/>, and of one
/// alias at most <see cref="MaxRefusals"/> different ones. An alias that never was cannot have been raced for, so names that are made up leave nothing.</remarks>
internal sealed partial class RegistryCore
{
    internal const int MaxRefusals = 100;

    internal static readonly TimeSpan RefusalWindow = TimeSpan.FromMinutes(10);

    private async Task RecordAsync(RefusedAliasChange refused, CancellationToken cancellationToken)
    {
        AliasConflictException conflict = refused.Conflict;
        try
        {
            bool isNew = await database.ReadAsync(async c => await FindNewAsync(c, refused).ConfigureAwait(false) is not null, cancellationToken).ConfigureAwait(false)
                && await database.WriteAsync(c => AppendAsync(c, refused), cancellationToken).ConfigureAwait(false);
            if (isNew) { News.Signal(); }
            logger.AliasMoveRefused(conflict.Model, conflict.Alias, refused.Number, conflict.ExpectedRevision, conflict.ActualRevision, isNew);
        }
        catch (Exception error) when (error is ModelOpsException or OperationCanceledException)
        {
            logger.RefusalNotRecorded(conflict.Model, conflict.Alias, error); // the caller is told of the conflict, come what may
        }
    }

    private async Task<bool> AppendAsync(Connection connection, RefusedAliasChange refused)
    {
        if (await FindNewAsync(connection, refused).ConfigureAwait(false) is not { } model) { return false; }
        await LogTable.AppendAsync(connection, model.Id, refused.ToEvent(model.Name, timeProvider.GetUtcNow())).ConfigureAwait(false);
        return true;
    }

    /// <summary>The model, when the refusal is to be kept.</summary>
    private async Task<ModelRow?> FindNewAsync(Connection connection, RefusedAliasChange refused)
    {
        ModelRow model = await Models.GetAsync(connection, refused.Conflict.Model).ConfigureAwait(false);
        if (await Aliases.GetAsync(connection, model.Id, refused.Conflict.Alias).ConfigureAwait(false) == AliasRow.None) { return null; }
        DateTimeOffset since = timeProvider.GetUtcNow() - RefusalWindow;
        List<RegistryEvent> recent = await LogTable.ListNewestOfAliasAsync(connection, model.Id, refused.Conflict.Alias, MaxRefusals * 2).ConfigureAwait(false);
        recent.RemoveAll(e => e.Kind != RegistryEventKind.AliasMoveRefused || e.At <= since);
        return recent.Count >= MaxRefusals || recent.Exists(refused.IsToldBy) ? null : model;
    }
}
