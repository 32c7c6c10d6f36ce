using System.Globalization;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    private static readonly AliasMoveValidator MoveValidator = new();

    /// <inheritdoc/>
    /// <exception cref="InvalidModelReferenceException">The names of model and alias are not such.</exception>
    /// <exception cref="ArgumentException">The move is not valid, or larger than <see cref="RegistryLimits"/> allows; the message lists all that is wrong.</exception>
    /// <exception cref="RegistryStorageException">The storage failed; the alias has not moved.</exception>
    public async Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        ModelReference reference = ModelReference.ToAlias(move.Model, move.Alias);
        MoveValidator.EnsureValid(move, nameof(move));
        (ModelAlias alias, bool hasMoved) = await _database.WriteAsync(c => Move(c, reference, move), cancellationToken).ConfigureAwait(false);
        if (hasMoved)
        {
            _news.Signal();
            _logger.AliasMoved(alias.Model, alias.Alias, alias.Number, alias.Revision);
        }

        return alias;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidModelReferenceException">The names of model and alias are not such.</exception>
    /// <exception cref="ArgumentException">The reason is larger than <see cref="RegistryLimits"/> allows.</exception>
    /// <exception cref="RegistryStorageException">The storage failed; the alias is still there.</exception>
    public async Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        ModelReference reference = ModelReference.ToAlias(model, alias);
        if (TextRules.Check(nameof(reason), reason, RegistryLimits.MaxReasonLength) is { } error) { throw new ArgumentException(error, nameof(reason)); }
        long? revision = await _database.WriteAsync(c => Remove(c, reference, expectedRevision, reason), cancellationToken).ConfigureAwait(false);
        if (revision is not null)
        {
            _news.Signal();
            _logger.AliasRemoved(model, alias, revision.Value);
        }

        return revision is not null;
    }

    private (ModelAlias Alias, bool HasMoved) Move(Connection connection, ModelReference reference, AliasMove move)
    {
        long model = Models.Get(connection, move.Model);
        AliasRow current = Aliases.Get(connection, model, move.Alias);
        EnsureExpected(reference, current, move.ExpectedRevision);
        if (current.Number == move.Number) { return (Aliases.Read(connection, model, move.Alias), false); }
        if (Versions.FindNumber(connection, move.Model, move.Number) is null)
        {
            throw NotFound(connection, ModelReference.ToVersion(move.Model, move.Number.ToString(CultureInfo.InvariantCulture)));
        }

        DateTimeOffset now = _timeProvider.GetUtcNow();
        AliasRow next = new(move.Number, current.Revision + 1);
        Aliases.Put(connection, model, move.Alias, next, now);
        Events.Append(connection, model, new RegistryEvent
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
        });
        return (Aliases.Read(connection, model, move.Alias), true);
    }

    private long? Remove(Connection connection, ModelReference reference, long? expectedRevision, string? reason)
    {
        long model = Models.Get(connection, reference.Name);
        AliasRow current = Aliases.Get(connection, model, reference.Alias!);
        EnsureExpected(reference, current, expectedRevision);
        if (current.Number is not { } number) { return null; }
        DateTimeOffset now = _timeProvider.GetUtcNow();
        AliasRow next = new(null, current.Revision + 1);
        Aliases.Put(connection, model, reference.Alias!, next, now);
        Events.Append(connection, model, new RegistryEvent
        {
            Sequence = 0,
            Kind = RegistryEventKind.AliasRemoved,
            Model = reference.Name,
            Number = number,
            At = now,
            Alias = reference.Alias,
            PreviousNumber = number,
            Revision = next.Revision,
            Reason = reason,
        });
        return next.Revision;
    }

    private static void EnsureExpected(ModelReference alias, AliasRow current, long? expected)
    {
        if (expected is { } revision && revision != current.VisibleRevision)
        {
            throw new AliasConflictException(alias.Name, alias.Alias!, revision, current.VisibleRevision);
        }
    }
}
