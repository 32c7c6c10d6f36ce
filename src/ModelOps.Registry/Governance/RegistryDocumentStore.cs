using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Gc;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Governance;

/// <summary>Documents where the registry keeps all else: the names in its database, the contents with its artifacts.</summary>
/// <remarks>A content is durable before its name points at it, and leased meanwhile, so that garbage collection leaves it. What a name pointed at
/// before goes with a later collection.</remarks>
internal sealed class RegistryDocumentStore(Database database, IBlobStore blobs, TimeProvider timeProvider) : IVersionDocumentStore
{
    public Task PutAsync(string model, long number, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(model, number, name, content, static _ => true, cancellationToken);

    public Task<bool> TryReplaceAsync(
        string model, long number, string name, byte[]? expected, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        string? digest = expected is null ? null : Digest.Format(SHA256.HashData(expected));
        return WriteAsync(model, number, name, content, there => there == digest, cancellationToken);
    }

    public async Task<byte[]?> FindAsync(string model, long number, string name, CancellationToken cancellationToken = default)
    {
        DocumentRules.Check(model, number, name);
        ArtifactDescriptor? missing = null;
        while (await database.ReadAsync(c => DocumentTable.FindAsync(c, model, number, name), cancellationToken).ConfigureAwait(false) is { } document)
        {
            if (await ReadAsync(document, cancellationToken).ConfigureAwait(false) is { } content) { return content; }
            if (document == missing) { throw new ArtifactDigestMismatchException($"{model}:{number}/{name}", document.Digest, "no file"); }
            missing = document; // or it was replaced, and its content collected, since its name was read
        }

        return null;
    }

    public async Task<IReadOnlyList<string>> ListAsync(string model, long number, CancellationToken cancellationToken = default)
    {
        DocumentRules.Check(model, number);
        List<string> names = await database.ReadAsync(c => DocumentTable.ListAsync(c, model, number), cancellationToken).ConfigureAwait(false);
        return names;
    }

    private async Task<bool> WriteAsync(
        string model, long number, string name, ReadOnlyMemory<byte> content, Func<string?, bool> isExpected, CancellationToken cancellationToken)
    {
        ModelReference version = DocumentRules.Check(model, number, name);
        DocumentRules.Check(name, content);
        database.ThrowIfReadOnly();
        if (!await database.ReadSnapshotAsync(async c => await FindModelAsync(c, version, number, name, isExpected).ConfigureAwait(false) is not null, cancellationToken).ConfigureAwait(false)) { return false; }
        StagedFile staged = await blobs.StageAsync(ModelFile.FromBytes(name, content), IVersionDocumentStore.MaxBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            string lease = Guid.NewGuid().ToString("N");
            await database.WriteAsync(c => Leases.TakeAsync(c, lease, [staged.Descriptor], timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            await blobs.CommitAsync([staged], cancellationToken).ConfigureAwait(false);
            return await database.WriteAsync(
                async c =>
                {
                    await Leases.ReleaseAsync(c, lease).ConfigureAwait(false);
                    if (await FindModelAsync(c, version, number, name, isExpected).ConfigureAwait(false) is not { } model) { return false; }
                    await DocumentTable.SetAsync(c, model.Id, number, staged.Descriptor, timeProvider.GetUtcNow()).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ScratchFolder.TryDelete(staged.TemporaryPath);
        }
    }

    /// <summary>The model of a version that may get the document; null when another document than the expected is there.</summary>
    private static async Task<ModelRow?> FindModelAsync(Connection connection, ModelReference version, long number, string name, Func<string?, bool> isExpected)
    {
        ModelRow model = await Models.GetAsync(connection, version.Name).ConfigureAwait(false);
        if (await Annotations.FindAsync(connection, model.Id, number).ConfigureAwait(false) is null)
        {
            throw new ModelVersionNotFoundException(version, await Versions.KnownAsync(connection, model.Id).ConfigureAwait(false));
        }

        ArtifactDescriptor? there = await DocumentTable.FindAsync(connection, model.Name, number, name).ConfigureAwait(false);
        return isExpected(there?.Digest) ? model : null;
    }

    private async Task<byte[]?> ReadAsync(ArtifactDescriptor document, CancellationToken cancellationToken)
    {
        try
        {
            Stream? stored = await blobs.OpenReadAsync(document.Digest, 0, null, cancellationToken).ConfigureAwait(false);
            if (stored is null) { return null; }
            await using (stored.ConfigureAwait(false))
            {
                byte[] content = new byte[document.Size];
                int read = await stored.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                string actual = Digest.Format(SHA256.HashData(content.AsSpan(0, read)));
                return actual == document.Digest ? content : throw new ArtifactDigestMismatchException(document.Path, document.Digest, actual);
            }
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }
}
