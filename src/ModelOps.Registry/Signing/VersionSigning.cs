using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Signing;

/// <summary>Signs registered versions and verifies their signatures by the rules of <see cref="ModelSigningOptions"/>. Added by <c>AddModelSigning()</c>.</summary>
/// <remarks>Thread-safe. Signatures lie beside the version in the <see cref="IVersionDocumentStore"/>, one for each key; one that was registered as the
/// version's file <c>model.sig</c> counts too.</remarks>
public sealed class VersionSigning
{
    private const string OwnSignature = "model.sig";
    private readonly IModelRegistry _registry;
    private readonly IVersionDocumentStore _documents;
    private readonly SigningPolicy _policy;
    private readonly SigningMetrics _metrics;
    private readonly ILogger _logger;

    internal VersionSigning(
        IModelRegistry registry,
        IVersionDocumentStore documents,
        SigningPolicy policy,
        SigningMetrics metrics,
        ILogger logger)
    {
        _registry = registry;
        _documents = documents;
        _policy = policy;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Signs a version, all its files and its model's name, and keeps the signature beside it. Signing again with the same key replaces it.</summary>
    /// <param name="version">The version; its files are fetched and every byte is read.</param>
    /// <param name="signer">The key; it need not be a trusted one.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>The signature, a Sigstore bundle.</returns>
    public async Task<byte[]> SignAsync(ModelVersion version, ISignatureProvider signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(signer);
        ModelPackage package = await _registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        FolderSigningOptions options = new() { Name = version.Model, IgnoredPaths = [] };
        byte[] signature = await FolderSigning.SignAsync(package.Directory, signer, options, cancellationToken).ConfigureAwait(false);
        string hint = SigstoreBundle.Read(signature).Hint;
        await _documents.PutAsync(version.Model, version.Number, $"model-{hint[..16]}{VersionDocumentNames.SignatureExtension}", signature, cancellationToken).ConfigureAwait(false);
        _logger.VersionSigned(version.Model, version.Version, hint);
        return signature;
    }

    /// <summary>Fetches a version and verifies it by the rule of its model.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What was verified; without keys where the rule asks for no signature.</returns>
    /// <exception cref="ModelSigningException">It is not signed as the rule asks; <see cref="ModelSigningException.Failure"/> says why.</exception>
    public async Task<VerifiedModel> VerifyAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelPackage package = await _registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        return await VerifyAsync(version, package, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<VerifiedModel> VerifyAsync(ModelVersion version, ModelPackage package, CancellationToken cancellationToken)
    {
        SigningRule rule = _policy.RuleOf(version.Model);
        if (rule.RequiredSignatures == 0) { return new VerifiedModel(version.Model, []); }
        try
        {
            VerifiedModel verified = await VerifyAsync(version, package, rule, cancellationToken).ConfigureAwait(false);
            _metrics.Verified(version.Model, null);
            return verified;
        }
        catch (ModelSigningException error)
        {
            _metrics.Verified(version.Model, error.Code);
            _logger.VersionRefused(version.Model, version.Version, error.Failure);
            throw;
        }
    }

    private async Task<VerifiedModel> VerifyAsync(ModelVersion version, ModelPackage package, SigningRule rule, CancellationToken cancellationToken)
    {
        PackageContent content = new(package.Directory);
        Dictionary<string, TrustedKey> keys = new(StringComparer.Ordinal);
        ModelSigningException? first = null;
        await foreach (byte[] signature in SignaturesAsync(version, package, rule, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                TrustedKey key = await VerifyOneAsync(version, signature, rule, content, cancellationToken).ConfigureAwait(false);
                keys.TryAdd(key.Hint, key);
                if (keys.Count >= rule.RequiredSignatures) { return new VerifiedModel(version.Model, [.. keys.Values]); }
            }
            catch (ModelSigningException error)
            {
                first ??= error;
            }
        }

        if (first is not null) { throw first; }
        string trusted = string.Join(", ", rule.Keys.Select(static k => $"'{k.Name}'"));
        throw keys.Count == 0
            ? new ModelSigningException(ModelSigningFailure.Unsigned, $"{version.Model} {version.Version} has no signature, and one by {trusted} is required", "Have it signed with a trusted key.")
            : new ModelSigningException(
                ModelSigningFailure.TooFewSignatures,
                string.Create(CultureInfo.InvariantCulture, $"{version.Model} {version.Version} is signed with {keys.Count} of the keys {trusted}, and {rule.RequiredSignatures} are required"),
                "Have it signed with another one of them.");
    }

    private static async Task<TrustedKey> VerifyOneAsync(ModelVersion version, byte[] signature, SigningRule rule, PackageContent content, CancellationToken cancellationToken)
    {
        SigstoreBundle bundle = SigstoreBundle.Read(signature);
        TrustedKey key = bundle.Verify(rule.Keys);
        ModelStatement statement = ModelStatement.Read(bundle.Payload);
        if (rule.RequireModelName) { FolderSigning.EnsureName(statement, [.. rule.NamesOf(version)]); }

        // What the signer left out is not left out here: all that a runtime could load must be signed. The signature cannot cover itself.
        bool coversOwn = statement.Resources.Any(static r => r.Name == OwnSignature);
        IReadOnlyList<SignedResource> found = await content.HashAsync(statement.ShardSize, cancellationToken).ConfigureAwait(false);
        FolderContent.EnsureEqual(statement.Resources, coversOwn ? found : [.. found.Where(static r => r.Name != OwnSignature && !r.Name.StartsWith(OwnSignature + ":", StringComparison.Ordinal))]);
        return key;
    }

    private async IAsyncEnumerable<byte[]> SignaturesAsync(
        ModelVersion version, ModelPackage package, SigningRule rule, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string model in rule.NamesOf(version)) // a store that keeps documents by name has those of before under the name of before
        {
            foreach (string name in await _documents.ListAsync(model, version.Number, cancellationToken).ConfigureAwait(false))
            {
                if (name.EndsWith(VersionDocumentNames.SignatureExtension, StringComparison.Ordinal)
                    && await _documents.FindAsync(model, version.Number, name, cancellationToken).ConfigureAwait(false) is { } signature)
                {
                    yield return signature;
                }
            }
        }

        FileInfo own = new(Path.Combine(package.Directory, OwnSignature));
        if (own is { Exists: true, Length: <= IVersionDocumentStore.MaxBytes }) { yield return await File.ReadAllBytesAsync(own.FullName, cancellationToken).ConfigureAwait(false); }
    }
}
