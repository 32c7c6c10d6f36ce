using System.Diagnostics;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>One version of a secret in Vault. Its printed form shows no value.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class VaultSecret
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly IReadOnlyDictionary<string, string> _fields;

    internal VaultSecret(string path, int version, DateTimeOffset? createdAt, IReadOnlyDictionary<string, string> fields)
    {
        Path = path;
        Version = version;
        CreatedAt = createdAt;
        _fields = fields;
    }

    /// <summary>Path below the mount.</summary>
    public string Path { get; }

    /// <summary>Version, from 1.</summary>
    public int Version { get; }

    /// <summary>When this version was written; null when Vault did not say.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>The fields. Texts are as they were written; anything else is JSON. A method, so that loggers that walk properties do not find them.</summary>
    /// <returns>Name to value.</returns>
    public IReadOnlyDictionary<string, string> Reveal() => _fields;

    /// <summary>For people.</summary>
    /// <returns>Path, version and the number of fields.</returns>
    public override string ToString() => $"secret '{Path}' version {Version} with {_fields.Count} field(s)";
}
