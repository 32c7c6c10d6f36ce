namespace ModelOps;

/// <summary>Where secrets come from: the environment, a configuration, a vault.</summary>
/// <remarks>Implementations are thread-safe. They may keep a secret in memory until <see cref="Secret.ExpiresAt"/>; ask again for each use rather than
/// keeping it, so that a rotated secret is taken up.</remarks>
public interface ISecretSource
{
    /// <summary>Looks a secret up.</summary>
    /// <param name="name">Name, as the source writes names, e.g. <c>Signing:Key</c> or <c>ml/registry#password</c>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The secret; null when this source has none of that name.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ModelOpsException">The source cannot answer: it is not there, is sealed, or refuses.</exception>
    ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default);
}
