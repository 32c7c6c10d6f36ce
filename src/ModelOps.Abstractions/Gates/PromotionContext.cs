namespace ModelOps;

/// <summary>What a gate judges.</summary>
public sealed record PromotionContext
{
    /// <summary>What was asked for.</summary>
    public required PromotionRequest Request { get; init; }

    /// <summary>The version that shall get the alias.</summary>
    public required ModelVersion Candidate { get; init; }

    /// <summary>The version that has the alias; null when none has, or when it is the candidate itself.</summary>
    public ModelVersion? Champion { get; init; }

    /// <summary>The registry.</summary>
    public required IModelRegistry Registry { get; init; }

    /// <summary>Services of the host.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset At { get; init; }
}
