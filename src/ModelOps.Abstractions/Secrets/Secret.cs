using System.Diagnostics;

namespace ModelOps;

/// <summary>A secret and what is known about it. Neither <see cref="ToString"/> nor a debugger shows its value.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Secret
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    /// <summary>Makes a secret.</summary>
    /// <param name="name">Name it was asked for by.</param>
    /// <param name="value">The secret itself.</param>
    public Secret(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        _value = value;
    }

    /// <summary>Name it was asked for by.</summary>
    public string Name { get; }

    /// <summary>Version of the secret as its source counts; null when the source keeps no versions.</summary>
    public string? Version { get; init; }

    /// <summary>When it should be asked for again; null when it stays as it is for as long as the process runs.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The secret itself. A method, so that serializers and loggers that walk properties do not find it.</summary>
    /// <returns>The value.</returns>
    public string Reveal() => _value;

    /// <summary>For people.</summary>
    /// <returns>Name and version, never the value.</returns>
    public override string ToString() => Version is null ? $"secret '{Name}'" : $"secret '{Name}' version {Version}";
}
