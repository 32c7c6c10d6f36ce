using System.Text.Json.Serialization;

namespace ModelOps.Drift.Alerts;

/// <summary>An alert and what its next step depends on. Immutable; kept as JSON.</summary>
internal sealed record TrackedAlert
{
    public required DriftAlert Alert { get; init; }

    /// <summary>Which watch of the version found it; null for that of features.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>Windows in a row in which it drifted.</summary>
    public int Drifted { get; init; }

    /// <summary>Windows in a row in which it was stable.</summary>
    public int Stable { get; init; }

    /// <summary>When there was a verdict on it last, by the clock.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it fired or became worse, by the clock: what makes it news.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it fired, by the clock, newest last; those within the flap window.</summary>
    public IReadOnlyList<DateTimeOffset> Fires { get; init; } = [];
}
