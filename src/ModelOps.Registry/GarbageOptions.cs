namespace ModelOps.Registry;

/// <summary>What a round of garbage collection may remove.</summary>
public sealed record GarbageOptions
{
    /// <summary>Only says what would be done. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Younger contents and fetched files stay whatever refers to them: a registration may be about to. Default 1 day; at least 1 minute.</summary>
    public TimeSpan MinimumAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time between the round that marks a content and one that removes it. Default 1 day; not negative.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long the files of a deleted version are kept. Default 30 days; not negative.</summary>
    public TimeSpan KeepDeletedFor { get; init; } = TimeSpan.FromDays(30);
}
