namespace ModelOps;

/// <summary>What a model was at a time, by the log of events.</summary>
public sealed record ModelSnapshot
{
    /// <summary>Name of the model, then.</summary>
    public required string Model { get; init; }

    /// <summary>The time asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Sequence of the last event that had happened; the state is that after it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Versions there were and their stages then, by number.</summary>
    public required IReadOnlyDictionary<long, string> Stages { get; init; }

    /// <summary>Aliases there were, in ordinal order.</summary>
    public required IReadOnlyList<ModelAlias> Aliases { get; init; }
}
