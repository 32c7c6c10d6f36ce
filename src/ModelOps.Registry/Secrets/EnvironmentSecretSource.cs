namespace ModelOps.Registry.Secrets;

/// <summary>Secrets in environment variables: a prefix, then the name in upper case with <c>_</c> for every character that is neither a letter nor a
/// digit, so that <c>Signing:Key</c> is <c>MODELOPS_SECRET_SIGNING_KEY</c>. They do not expire.</summary>
/// <param name="prefix">Begins the names of the variables.</param>
public sealed class EnvironmentSecretSource(string prefix) : ISecretSource
{
    /// <summary>What the names of the variables begin with when nothing else is said.</summary>
    public const string DefaultPrefix = "MODELOPS_SECRET_";

    /// <summary>Looks for variables that begin with <see cref="DefaultPrefix"/>.</summary>
    public EnvironmentSecretSource()
        : this(DefaultPrefix)
    {
    }

    /// <inheritdoc/>
    public ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string variable = prefix + string.Create(name.Length, name, static (span, text) =>
        {
            for (int i = 0; i < span.Length; i++) { span[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToUpperInvariant(text[i]) : '_'; }
        });
        return ValueTask.FromResult(Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? new Secret(name, value) : null);
    }
}
