namespace ModelOps.Serving.AspNetCore.Repository;

/// <summary>What a caller wants loaded, and how.</summary>
internal sealed class ModelLoadOrder
{
    /// <summary>Aliases to follow; null for what the host has.</summary>
    public IReadOnlyList<string>? Aliases { get; set; }

    /// <summary>Runtime to load it with; null for what the host has.</summary>
    public string? Runtime { get; set; }

    /// <summary>Whether the host is ready only when this model is; null for what the host has.</summary>
    public bool? IsRequired { get; set; }

    /// <summary>Whether it is loaded by its first call; null for what the host has.</summary>
    public bool? IsLazy { get; set; }

    /// <summary>Whether it stays loaded when memory is short; null for what the host has.</summary>
    public bool? IsPinned { get; set; }

    /// <summary>Whether it says anything about how to host the model.</summary>
    public bool HasConfig { get; set; }

    /// <summary>Model files in the request, by <c>{version}/{name}</c>.</summary>
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes what was said over what the host has.</summary>
    public void ApplyTo(HostedModelOptions options)
    {
        options.Runtime = Runtime ?? options.Runtime;
        options.IsRequired = IsRequired ?? options.IsRequired;
        options.IsLazy = IsLazy ?? options.IsLazy;
        options.IsPinned = IsPinned ?? options.IsPinned;
        if (Aliases is null) { return; }
        options.Aliases.Clear();
        foreach (string alias in Aliases) { options.Aliases.Add(alias); }
    }
}
