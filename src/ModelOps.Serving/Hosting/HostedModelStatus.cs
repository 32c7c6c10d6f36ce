namespace ModelOps.Serving;

/// <summary>State of one version of a hosted model, at the moment it was asked for.</summary>
public sealed record HostedModelStatus
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Version, e.g. <c>1.2.0</c>; null while it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>Aliases that point at this version here; the first is the one that answers when a call names neither version nor alias.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>State. A lazy version that is not loaded is <see cref="ModelState.Unavailable"/> here, and yet answers: its first call loads it.</summary>
    public required ModelState State { get; init; }

    /// <summary>Why it is in that state, for people; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Whether the host is ready only when this model is.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a call loads it when it is not loaded.</summary>
    public bool IsLazy { get; init; }

    /// <summary>Memory it takes, as far as the host can tell; 0 when it is not loaded.</summary>
    public long ResidentBytes { get; init; }
}
