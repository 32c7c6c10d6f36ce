using Microsoft.Extensions.Configuration;

namespace ModelOps.Registry.Secrets;

/// <summary>Secrets in a section of the configuration, where user secrets, mounted files and key-per-file providers put them. A name with <c>:</c> goes
/// into sections. A configuration that reloads is read anew by every call, so nothing expires.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="section">Section that holds the secrets.</param>
public sealed class ConfigurationSecretSource(IConfiguration configuration, string section) : ISecretSource
{
    /// <summary>Section that is read when nothing else is said.</summary>
    public const string DefaultSection = "ModelOps:Secrets";

    /// <summary>Reads <see cref="DefaultSection"/>.</summary>
    /// <param name="configuration">The configuration.</param>
    public ConfigurationSecretSource(IConfiguration configuration)
        : this(configuration, DefaultSection)
    {
    }

    /// <inheritdoc/>
    public ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return ValueTask.FromResult(configuration.GetSection(section)[name] is { Length: > 0 } value ? new Secret(name, value) : null);
    }
}
