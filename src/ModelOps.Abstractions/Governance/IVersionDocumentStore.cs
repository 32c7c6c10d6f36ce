namespace ModelOps;

/// <summary>Keeps documents about registered versions: signatures, model cards, how they were trained. They may be written after the version,
/// which itself never changes.</summary>
/// <remarks>Implementations are thread-safe, also over the processes and hosts that share one. A document is replaced as a whole or not at all. The
/// registries of ModelOps keep documents with their versions: they follow a rename, are hidden with a deleted version and go with its files. See
/// <see cref="VersionDocumentNames"/> for those that ModelOps reads.</remarks>
public interface IVersionDocumentStore
{
    /// <summary>Largest document, 16 MiB.</summary>
    const int MaxBytes = 16 << 20;

    /// <summary>Writes a document, replacing the one of the same name.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="name">Name of the document: 1 to 128 letters, digits, <c>.</c>, <c>_</c> or <c>-</c> of ASCII, the first a letter or digit, without <c>..</c>.</param>
    /// <param name="content">Content; at most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is written then.</param>
    /// <returns>A task that ends when the document is durable.</returns>
    /// <exception cref="ArgumentException">Model, number or name cannot be such, or the content is too large.</exception>
    /// <exception cref="ModelNotFoundException">No such model, where the store knows the models.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version, where the store knows them.</exception>
    Task PutAsync(string model, long number, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Writes a document where the one of the same name is still what the caller read: of several who change it at once, one writes, and the
    /// others read again.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="name">Name of the document.</param>
    /// <param name="expected">Content that must be there; null when there must be no such document.</param>
    /// <param name="content">Content; at most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is written then.</param>
    /// <returns>False when another content was there, and nothing was written.</returns>
    /// <exception cref="ArgumentException">Model, number or name cannot be such, or the content is too large.</exception>
    /// <exception cref="ModelNotFoundException">No such model, where the store knows the models.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version, where the store knows them.</exception>
    Task<bool> TryReplaceAsync(
        string model, long number, string name, byte[]? expected, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Reads a document.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Its content; null when there is none.</returns>
    /// <exception cref="ArgumentException">Model, number or name cannot be such.</exception>
    /// <exception cref="ArtifactDigestMismatchException">What is stored is not what was written, where the store can tell.</exception>
    Task<byte[]?> FindAsync(string model, long number, string name, CancellationToken cancellationToken = default);

    /// <summary>Names of the documents of a version, in ordinal order.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The names; empty when there are none.</returns>
    /// <exception cref="ArgumentException">Model or number cannot be such.</exception>
    Task<IReadOnlyList<string>> ListAsync(string model, long number, CancellationToken cancellationToken = default);
}
