using System.Collections.Immutable;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private static readonly AliasMoveValidator MoveValidator = new();

    public async Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        return (await MoveAliasesAsync([move], cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        CheckMoves(moves);
        List<(ModelAlias Alias, bool HasMoved)> moved = await TryMoveAsync(moves, cancellationToken).ConfigureAwait(false);
        if (moved.Any(static m => m.HasMoved)) { News.Signal(); }
        foreach ((ModelAlias alias, bool hasMoved) in moved)
        {
            if (hasMoved) { logger.AliasMoved(alias.Model, alias.Alias, alias.Number, alias.Revision); }
        }

        return [.. moved.Select(static m => m.Alias)];
    }

    public async Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        ModelReference reference = ModelReference.ToAlias(model, alias);
        if (TextRules.Check(nameof(reason), reason, RegistryLimits.MaxReasonLength) is { } error) { throw new ArgumentException(error, nameof(reason)); }
        try
        {
            long? revision = await database.WriteAsync(
                async c => await RemoveAsync(
                    c, await Models.GetAsync(c, model).ConfigureAwait(false), reference.Alias!, expectedRevision, reason, null).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            if (revision is null) { return false; }
            News.Signal();
            logger.AliasRemoved(model, alias, revision.Value);
            return true;
        }
        catch (AliasConflictException conflict)
        {
            await RecordAsync(new RefusedAliasChange(conflict, 0, reason, null, ImmutableDictionary<string, string>.Empty), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<List<(ModelAlias Alias, bool HasMoved)>> TryMoveAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                async c =>
                {
                    List<(ModelAlias, bool)> done = new(moves.Count);
                    foreach (AliasMove move in moves) { done.Add(await MoveAsync(c, move).ConfigureAwait(false)); }
                    return done;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (AliasConflictException conflict)
        {
            AliasMove late = moves.First(m => m.Model == conflict.Model && m.Alias == conflict.Alias);
            await RecordAsync(new RefusedAliasChange(conflict, late.Number, late.Reason, late.Actor, late.Evidence), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private static void CheckMoves(IReadOnlyList<AliasMove> moves)
    {
        if (moves.Count is < 1 or > RegistryLimits.MaxAliasMoves)
        {
            throw new ArgumentException($"There are {moves.Count} moves; 1 to {RegistryLimits.MaxAliasMoves} are allowed in one transaction.", nameof(moves));
        }

        HashSet<(string, string)> seen = [];
        foreach (AliasMove move in moves)
        {
            ArgumentNullException.ThrowIfNull(move, nameof(moves));
            _ = ModelReference.ToAlias(move.Model, move.Alias); // both are names
            MoveValidator.EnsureValid(move, nameof(moves));
            if (!seen.Add((move.Model, move.Alias))) { throw new ArgumentException($"Alias '{move.Alias}' of model '{move.Model}' is moved twice; move it once.", nameof(moves)); }
        }
    }

    private async Task<(ModelAlias Alias, bool HasMoved)> MoveAsync(Connection connection, AliasMove move)
    {
        ModelRow model = await Models.GetAsync(connection, move.Model).ConfigureAwait(false);
        AliasRow current = await Aliases.GetAsync(connection, model.Id, move.Alias).ConfigureAwait(false);
        await EnsureExpectedAsync(connection, model, move.Alias, current, move.ExpectedRevision).ConfigureAwait(false);
        if (current.Number != move.Number)
        {
            if (await Annotations.FindAsync(connection, model.Id, move.Number).ConfigureAwait(false) is null)
            {
                throw await NotFoundAsync(connection, Reference(move.Model, move.Number)).ConfigureAwait(false);
            }

            DateTimeOffset now = timeProvider.GetUtcNow();
            AliasRow next = new(move.Number, current.Revision + 1);
            await Aliases.PutAsync(connection, model.Id, move.Alias, next, now).ConfigureAwait(false);
            await LogTable.AppendAsync(connection, model.Id, new RegistryEvent
            {
                Sequence = 0,
                Kind = RegistryEventKind.AliasMoved,
                Model = move.Model,
                Number = move.Number,
                At = now,
                Alias = move.Alias,
                PreviousNumber = current.Number,
                Revision = next.Revision,
                Reason = move.Reason,
                Actor = move.Actor,
                Evidence = move.Evidence,
            }).ConfigureAwait(false);
        }

        return ((await Aliases.FindAsync(connection, model.Id, move.Alias).ConfigureAwait(false))!, current.Number != move.Number);
    }

    private async Task<long?> RemoveAsync(
        Connection connection, ModelRow model, string alias, long? expectedRevision, string? reason, string? actor)
    {
        AliasRow current = await Aliases.GetAsync(connection, model.Id, alias).ConfigureAwait(false);
        await EnsureExpectedAsync(connection, model, alias, current, expectedRevision).ConfigureAwait(false);
        if (current.Number is not { } number) { return null; }
        DateTimeOffset now = timeProvider.GetUtcNow();
        AliasRow next = new(null, current.Revision + 1);
        await Aliases.PutAsync(connection, model.Id, alias, next, now).ConfigureAwait(false);
        await LogTable.AppendAsync(connection, model.Id, new RegistryEvent
        {
            Sequence = 0,
            Kind = RegistryEventKind.AliasRemoved,
            Model = model.Name,
            Number = number,
            At = now,
            Alias = alias,
            PreviousNumber = number,
            Revision = next.Revision,
            Reason = reason,
            Actor = actor,
        }).ConfigureAwait(false);
        return next.Revision;
    }

    private static async Task EnsureExpectedAsync(Connection connection, ModelRow model, string alias, AliasRow current, long? expected)
    {
        if (expected is { } revision && revision != current.VisibleRevision)
        {
            throw new AliasConflictException(model.Name, alias, revision, current.VisibleRevision)
            {
                Actual = await Aliases.FindAsync(connection, model.Id, alias).ConfigureAwait(false),
            };
        }
    }
}
