namespace ModelOps.Serving;

/// <summary>Sends certain calls of a model to one alias or version. All conditions given must hold; at least one is given.</summary>
/// <remarks>A target that is not ready leaves the call to the split's first variant, or to the default alias when there is no split.</remarks>
public sealed record TrafficRule
{
    /// <summary>Name, for people and metrics; unique among the rules of a model. 1 to 64 characters.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Tenant that the call must be for; null for any.</summary>
    public string? Tenant { get; set; }

    /// <summary>Header that the call must have; null for none. Case does not matter.</summary>
    public string? Header { get; set; }

    /// <summary>What <see cref="Header"/> must be, exactly; null for anything.</summary>
    public string? HeaderValue { get; set; }

    /// <summary>What <see cref="Header"/> must begin with; null for anything.</summary>
    public string? HeaderPrefix { get; set; }

    /// <summary>When the rule begins to apply; null for always.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>When the rule ceases to apply; null for never.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>Alias that answers; this or <see cref="Version"/>.</summary>
    public string? Alias { get; set; }

    /// <summary>Version that answers, a semantic version or a running number; it must be loaded, so some alias points at it.</summary>
    public string? Version { get; set; }
}
