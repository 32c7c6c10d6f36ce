using System.Security.Cryptography;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Core;
using ModelOps.Registry.Gc;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Audit;

/// <summary>Checks a whole registry: the log, what the tables make of it, lists of files, and contents, those of documents too.</summary>
internal sealed class RegistryVerifier(Database database, IBlobStore blobs)
{
    private readonly List<RegistryProblem> _problems = [];
    private readonly Dictionary<string, long> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, long Number), string> _logged = [];
    private long _versions;

    public async Task<RegistryVerification> RunAsync(CancellationToken cancellationToken)
    {
        LogVerification log = await new LogVerifier([]).RunAsync(database, Note, cancellationToken).ConfigureAwait(false);
        if (log.FirstBroken is { } sequence) { Add(RegistryProblemKind.ChainBroken, $"event {sequence}", log.Problem!); }
        foreach (string name in await database.ReadAsync(Models.ListAsync, cancellationToken).ConfigureAwait(false))
        {
            await database.ReadSnapshotAsync(c => CheckModelAsync(c, name), cancellationToken).ConfigureAwait(false);
        }

        Tally read = new();
        foreach ((string digest, long size) in _contents)
        {
            read.Add(size);
            await CheckContentAsync(digest, cancellationToken).ConfigureAwait(false);
        }

        return new RegistryVerification { Problems = _problems, Log = log, Versions = _versions, Contents = read.Total };
    }

    /// <summary>Keeps the digests that the log has, by the model's name then.</summary>
    private void Note(RegistryEvent entry)
    {
        if (entry.Kind == RegistryEventKind.VersionRegistered && entry.Changes.GetValueOrDefault("digest") is { } digest) { _logged[(entry.Model, entry.Number)] = digest; }
        if (entry.Kind != RegistryEventKind.ModelRenamed) { return; }
        string previous = entry.Changes["previous_name"]!;
        foreach ((string _, long number) in _logged.Keys.Where(k => k.Model == previous).ToList())
        {
            if (_logged.Remove((previous, number), out string? moved)) { _logged[(entry.Model, number)] = moved; }
        }
    }

    private async Task<bool> CheckModelAsync(Connection connection, string name)
    {
        if (await Models.FindAnyAsync(connection, name).ConfigureAwait(false) is not { IsDeleted: false } model) { return false; } // gone meanwhile
        foreach ((long number, string digest, string document) in await connection.QueryAsync(
            """
            SELECT v.number, v.digest, v.document FROM versions v JOIN annotations s ON s.model_id = v.model_id AND s.number = v.number
            WHERE v.model_id = $1 AND s.deleted_at IS NULL ORDER BY v.number
            """,
            static r => (r.GetInt64(0), r.GetString(1), r.GetString(2)),
            model.Id).ConfigureAwait(false))
        {
            CheckManifest(name, number, digest, document);
        }

        foreach (ArtifactDescriptor document in await DocumentTable.ListOfModelAsync(connection, model.Id).ConfigureAwait(false)) { _contents[document.Digest] = document.Size; }
        await CheckStateAsync(connection, model).ConfigureAwait(false);
        return true;
    }

    private void CheckManifest(string model, long number, string digest, string document)
    {
        _versions++;
        IReadOnlyList<ArtifactDescriptor>? files = TryReadFiles(document);
        string actual = files is null ? "a malformed list of files" : VersionManifest.Describe(files);
        if (actual != digest) { Add(RegistryProblemKind.ManifestMismatch, $"{model}:{number}", $"its digest is {digest}, that of its list of files {actual}"); }
        else if (_logged.TryGetValue((model, number), out string? logged) && logged != digest) { Add(RegistryProblemKind.ManifestMismatch, $"{model}:{number}", $"the log has digest {logged}, the version {digest}"); }
        foreach (ArtifactDescriptor file in files ?? [])
        {
            if (Digest.IsDigest(file.Digest)) { _contents[file.Digest] = file.Size; }
        }
    }

    private async Task CheckStateAsync(Connection connection, ModelRow model)
    {
        ModelSnapshot? logged = await TryFoldAsync(connection, model).ConfigureAwait(false);
        if (logged is null) { return; } // the chain tells of it
        Dictionary<string, ModelAlias> expected = logged.Aliases.ToDictionary(static a => a.Alias, StringComparer.Ordinal);
        foreach (ModelAlias alias in await Aliases.ListAsync(connection, model.Id).ConfigureAwait(false))
        {
            expected.Remove(alias.Alias, out ModelAlias? other);
            if (other?.Number != alias.Number || other.Revision != alias.Revision) { AddAlias(model, alias.Alias, Tell(other), Tell(alias)); }
        }

        foreach (ModelAlias missing in expected.Values) { AddAlias(model, missing.Alias, Tell(missing), "no such alias"); }
        foreach ((long number, string stage) in await connection.QueryAsync(
            "SELECT number, stage FROM annotations WHERE model_id = $1 AND deleted_at IS NULL", static r => (r.GetInt64(0), r.GetString(1)), model.Id).ConfigureAwait(false))
        {
            string? other = logged.Stages.GetValueOrDefault(number);
            if (other != stage) { Add(RegistryProblemKind.VersionMismatch, $"{model.Name}:{number}", $"the log has {other ?? "no such version"}, the registry stage {stage}"); }
        }
    }

    private static async Task<ModelSnapshot?> TryFoldAsync(Connection connection, ModelRow model)
    {
        try
        {
            List<RegistryEvent> events = await LogTable.ListOfModelAsync(connection, model.Id, long.MaxValue).ConfigureAwait(false);
            return StateFold.Fold(model.Name, DateTimeOffset.MaxValue, long.MaxValue, events, await Versions.NumbersEverAsync(connection, model.Id).ConfigureAwait(false));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task CheckContentAsync(string digest, CancellationToken cancellationToken)
    {
        Stream? content = await blobs.OpenReadAsync(digest, 0, null, cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            Add(RegistryProblemKind.ContentMissing, digest, "there is no such content; registering the same files, or writing the same document, again mends it");
            return;
        }

        await using (content.ConfigureAwait(false))
        {
            string actual = Digest.Format(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
            if (actual != digest) { Add(RegistryProblemKind.ContentDamaged, digest, $"its bytes have digest {actual}; registering the same files, or writing the same document, again mends it"); }
        }
    }

    private static IReadOnlyList<ArtifactDescriptor>? TryReadFiles(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, RegistryJson.Default.VersionDocument)?.Files;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Tell(ModelAlias? alias) => alias is null ? "no such alias" : $"number {alias.Number} at revision {alias.Revision}";

    private void AddAlias(ModelRow model, string alias, string logged, string actual) =>
        Add(RegistryProblemKind.AliasMismatch, $"{model.Name}@{alias}", $"the log has {logged}, the registry {actual}");

    private void Add(RegistryProblemKind kind, string subject, string message) => _problems.Add(new RegistryProblem(kind, subject, message));
}
