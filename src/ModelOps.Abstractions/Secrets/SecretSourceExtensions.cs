namespace ModelOps;

/// <summary>Conveniences over <see cref="ISecretSource"/>.</summary>
public static class SecretSourceExtensions
{
    /// <summary>Gets a secret that must be there.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">Name.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="SecretNotFoundException">There is none of that name.</exception>
    public static async ValueTask<Secret> GetAsync(this ISecretSource source, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return await source.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new SecretNotFoundException(name);
    }
}
