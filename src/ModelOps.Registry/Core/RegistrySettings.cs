namespace ModelOps.Registry.Core;

/// <summary>What the registry's logic is told, whatever it stores in.</summary>
internal sealed record RegistrySettings
{
    /// <summary>How often a watcher looks for events of other processes.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>Most bytes of one version.</summary>
    public required long MaxVersionBytes { get; init; }

    /// <summary>Stages and the steps between them.</summary>
    public required StageRules Stages { get; init; }

    /// <summary>The settings of options that were validated.</summary>
    public static RegistrySettings From(RegistryOptions options) => new()
    {
        PollInterval = options.PollInterval,
        MaxVersionBytes = options.MaxVersionBytes,
        Stages = StageRules.From(options.Stages),
    };
}
