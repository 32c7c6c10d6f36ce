using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

/// <summary>Which registry checkpoints are about, the key that signs them, and those whose signatures are believed.</summary>
internal sealed class CheckpointKeys(string origin, ISignatureProvider? signer, IReadOnlyList<TrustedKey> trusted)
{
    private IReadOnlyList<TrustedKey>? _all;

    public string Origin => origin;

    public ISignatureProvider? Signer => signer;

    /// <summary>The trusted keys, and the signer's own.</summary>
    public async ValueTask<IReadOnlyList<TrustedKey>> GetTrustedAsync(CancellationToken cancellationToken)
    {
        if (signer is null) { return trusted; }
        return _all ??= [.. trusted, TrustedKey.FromPem("signer", await signer.GetPublicKeyAsync(cancellationToken).ConfigureAwait(false))];
    }

    public static CheckpointKeys From(LogCheckpointOptions options, IServiceProvider services) => new(
        options.Origin,
        options.Signer?.Invoke(services),
        [.. options.Keys.Select(static k => SigningPolicy.TryReadKey(k.Key, k.Value)
            ?? throw new InvalidOperationException($"The key '{k.Key}' can no longer be read. Put its file back."))]);
}
