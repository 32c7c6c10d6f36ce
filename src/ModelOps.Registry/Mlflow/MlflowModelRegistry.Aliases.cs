using System.Globalization;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowModelRegistry
{
    private static readonly AliasMoveValidator MoveValidator = new();

    public async Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default) =>
        await ReadAliasesAsync(await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        ModelReference reference = ModelReference.ToAlias(move.Model, move.Alias);
        MoveValidator.EnsureValid(move, nameof(move));
        WireModel model = await GetModelOrThrowAsync(move.Model, cancellationToken).ConfigureAwait(false);
        (long? current, long revision) = Observe(model, move.Alias);
        EnsureExpected(reference, move.ExpectedRevision, current, revision);
        WireVersion target = await _models.FindVersionAsync(move.Model, move.Number, cancellationToken).ConfigureAwait(false)
            ?? throw await NotFoundAsync(ModelReference.ToVersion(move.Model, move.Number.ToString(CultureInfo.InvariantCulture)), cancellationToken).ConfigureAwait(false);
        if (current == move.Number) { return Make(model, move.Alias, target, revision); }
        await _models.SendAsync(HttpMethod.Post, "alias", move.Model, null, writer =>
        {
            writer.WriteString("alias", move.Alias);
            writer.WriteString("version", move.Number.ToString(CultureInfo.InvariantCulture));
        }, cancellationToken).ConfigureAwait(false);
        AliasNote note = new(revision + 1, move.Number, _timeProvider.GetUtcNow()) { Reason = move.Reason, Actor = move.Actor };
        await NoteAsync(move.Model, move.Alias, note).ConfigureAwait(false);
        _feed.Signal();
        _api.Logger.AliasMoved(move.Model, move.Alias, move.Number, note.Revision);
        return new ModelAlias
        {
            Model = move.Model,
            Alias = move.Alias,
            Number = move.Number,
            Version = target.SemanticVersion,
            Revision = _revisions.Observe(move.Model, move.Alias, move.Number, note),
            UpdatedAt = note.At,
        };
    }

    public async Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        ModelReference reference = ModelReference.ToAlias(model, alias);
        if (TextRules.Check(nameof(reason), reason, RegistryLimits.MaxReasonLength) is { } error) { throw new ArgumentException(error, nameof(reason)); }
        WireModel found = await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false);
        (long? current, long revision) = Observe(found, alias);
        EnsureExpected(reference, expectedRevision, current, revision);
        if (current is null) { return false; }
        await _models.SendAsync(HttpMethod.Delete, "alias", model, null, writer => writer.WriteString("alias", alias), cancellationToken).ConfigureAwait(false);
        AliasNote note = new(revision + 1, null, _timeProvider.GetUtcNow()) { Reason = reason };
        await NoteAsync(model, alias, note).ConfigureAwait(false);
        _revisions.Observe(model, alias, null, note);
        _feed.Signal();
        _api.Logger.AliasRemoved(model, alias, note.Revision);
        return true;
    }

    public Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        return moves.Count == 1 ? MoveOneAsync(moves[0], cancellationToken) : throw NotSupported("it moves one alias at a time, so several cannot move as one. Move them one by one, in an order that is right at every step");
    }

    private async Task<IReadOnlyList<ModelAlias>> MoveOneAsync(AliasMove move, CancellationToken cancellationToken) => [await MoveAliasAsync(move, cancellationToken).ConfigureAwait(false)];

    private async Task<IReadOnlyList<ModelAlias>> ReadAliasesAsync(WireModel model, CancellationToken cancellationToken)
    {
        List<ModelAlias> aliases = [];
        foreach ((string alias, long number) in model.Aliases.OrderBy(static a => a.Key, StringComparer.Ordinal))
        {
            WireVersion? target = model.Latest.FirstOrDefault(v => v.Number == number) ?? await _models.FindVersionAsync(model.Name, number, cancellationToken).ConfigureAwait(false);
            if (ModelReference.IsAlias(alias) && target is not null) { aliases.Add(Make(model, alias, target, Observe(model, alias).Revision)); }
        }

        return aliases;
    }

    /// <summary>Where an alias points, and its revision; the revision is 0 for one that never was.</summary>
    private (long? Number, long Revision) Observe(WireModel model, string alias)
    {
        long? number = model.Aliases.TryGetValue(alias, out long found) ? found : null;
        return (number, _revisions.Observe(model.Name, alias, number, AliasNote.Find(model, alias)));
    }

    private static ModelAlias Make(WireModel model, string alias, WireVersion target, long revision) => new()
    {
        Model = model.Name,
        Alias = alias,
        Number = target.Number,
        Version = target.SemanticVersion,
        Revision = revision,
        UpdatedAt = AliasNote.Find(model, alias) is { } note && note.Number == target.Number ? note.At : model.UpdatedAt,
    };

    private static void EnsureExpected(ModelReference alias, long? expected, long? current, long revision)
    {
        long actual = current is null ? 0 : revision;
        if (expected is { } wanted && wanted != actual) { throw new AliasConflictException(alias.Name, alias.Alias!, wanted, actual); }
    }

    // The alias has moved, whatever becomes of its note.
    private async Task NoteAsync(string model, string alias, AliasNote note)
    {
        try
        {
            await _models.SetTagAsync(model, null, AliasNote.TagOf(alias), note.ToText(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ModelOpsException error)
        {
            _api.Logger.MlflowAliasNoteNotWritten(model, alias, error.Code);
        }
    }

    private MlflowServerException NotSupported(string what) => MlflowServerException.NotSupported(_api.Http.Server, what);
}
