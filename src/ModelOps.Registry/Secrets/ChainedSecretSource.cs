namespace ModelOps.Registry.Secrets;

/// <summary>Several sources asked in order; the first that has the secret answers. A source that fails ends the search: going on would quietly put an
/// older value from elsewhere in the place of the one that cannot be read now.</summary>
/// <param name="sources">The sources, first asked first.</param>
public sealed class ChainedSecretSource(IEnumerable<ISecretSource> sources) : ISecretSource
{
    private readonly ISecretSource[] _sources = [.. sources];

    /// <inheritdoc/>
    public async ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (ISecretSource source in _sources)
        {
            if (await source.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } secret) { return secret; }
        }

        return null;
    }
}
