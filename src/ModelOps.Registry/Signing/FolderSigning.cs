namespace ModelOps.Registry.Signing;

/// <summary>Signs and verifies folders as OpenSSF model signing 1.0 does: a Sigstore bundle with an in-toto statement of all files.</summary>
/// <remarks>What the reference implementation signs with a key verifies here, and the other way round. Whole files are signed; shards verify too.</remarks>
public static class FolderSigning
{
    /// <summary>Signs all files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="signer">The key.</param>
    /// <param name="options">What is covered; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The signature, customarily kept as <c>model.sig</c>.</returns>
    /// <exception cref="ArgumentException">There is nothing to sign.</exception>
    /// <exception cref="ModelSigningException">A link is not allowed.</exception>
    public static async Task<byte[]> SignAsync(string folder, ISignatureProvider signer, FolderSigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(signer);
        options ??= new FolderSigningOptions();
        List<string> files = FolderScan.List(folder, options.IgnoredPaths, options.AllowSymbolicLinks);
        if (files.Count == 0) { throw new ArgumentException("The folder has no files to sign. Name the folder that holds the model.", nameof(folder)); }
        List<SignedResource> resources = await FolderContent.HashAsync(folder, files, shardSize: null, cancellationToken).ConfigureAwait(false);
        ModelStatement statement = new(options.Name ?? NameOf(folder), resources)
        {
            IgnoredPaths = options.IgnoredPaths,
            AllowsSymbolicLinks = options.AllowSymbolicLinks,
        };
        return (await SigstoreBundle.SignAsync(statement.Write(), signer, cancellationToken).ConfigureAwait(false)).Write();
    }

    /// <summary>Checks that a folder holds what was signed: every file of the statement with the same bytes, and no other.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="trusted">Keys whose signatures are believed.</param>
    /// <param name="options">What is covered; null for the defaults. Links are followed only when signer and verifier both allow them.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What was verified.</returns>
    /// <exception cref="ModelSigningException">It does not; <see cref="ModelSigningException.Failure"/> says why.</exception>
    public static async Task<VerifiedModel> VerifyAsync(
        string folder, ReadOnlyMemory<byte> signature, IReadOnlyList<TrustedKey> trusted, FolderSigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(trusted);
        options ??= new FolderSigningOptions();
        SigstoreBundle bundle = SigstoreBundle.Read(signature);
        TrustedKey key = bundle.Verify(trusted);
        ModelStatement statement = ModelStatement.Read(bundle.Payload);
        if (options.Name is { } name) { EnsureName(statement, [name]); }
        List<string> files = FolderScan.List(folder, [.. options.IgnoredPaths, .. statement.IgnoredPaths], options.AllowSymbolicLinks && statement.AllowsSymbolicLinks);
        FolderContent.EnsureEqual(statement.Resources, await FolderContent.HashAsync(folder, files, statement.ShardSize, cancellationToken).ConfigureAwait(false));
        return new VerifiedModel(statement.Name, [key]);
    }

    internal static void EnsureName(ModelStatement statement, IReadOnlyList<string> expected)
    {
        if (!expected.Contains(statement.Name, StringComparer.Ordinal))
        {
            throw new ModelSigningException(
                ModelSigningFailure.OtherModel, $"its signature is about '{statement.Name}', not '{string.Join("' or '", expected)}'", "Have this model signed under its own name.");
        }
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
