using System.Globalization;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>How well a served version did in a window. Immutable.</summary>
public sealed record PerformanceEvaluation
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version that predicted.</summary>
    public required string Version { get; init; }

    /// <summary>Begin of the window, in UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the window, exclusive, in UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Why the window is told of now. A window is told of once when it ends, and once more, or twice, for its labels.</summary>
    public required PerformanceStage Stage { get; init; }

    /// <summary>What was estimated without labels when the window ended; null when the version has no reference, or this process was started later.</summary>
    public PerformanceEstimate? Estimate { get; init; }

    /// <summary>What the estimate says; <see cref="PerformanceVerdict.NotEnoughData"/> without one.</summary>
    public PerformanceVerdict EstimateVerdict { get; init; }

    /// <summary>What the labels that came so far say, beside the reference; null when none came. Before <see cref="PerformanceStage.Labelled"/> it is a first look: labels that come
    /// early may be of other predictions than those that come late.</summary>
    public RealisedWindow? Realised { get; init; }

    /// <summary>What the labels say; <see cref="PerformanceVerdict.NotEnoughData"/> before <see cref="PerformanceStage.Labelled"/>.</summary>
    public PerformanceVerdict RealisedVerdict { get; init; }

    /// <summary>Labelled rows of the reference; 0 without one.</summary>
    public long ReferenceCount { get; init; }

    /// <summary>Rows, or labels, that a metric needs to be judged.</summary>
    public int MinRows { get; init; }

    /// <summary>Share of the remembered predictions whose labels came, 0 to 1.</summary>
    public double LabelledShare => Realised?.LabelledShare ?? 0;

    /// <summary>Whether the estimate or the labels say that the model does worse than on the reference.</summary>
    public bool IsWorse => EstimateVerdict == PerformanceVerdict.Worse || RealisedVerdict == PerformanceVerdict.Worse;

    /// <summary>Id of the window: its begin and end as ISO 8601 in UTC, with a slash between.</summary>
    public string Window => string.Create(CultureInfo.InvariantCulture, $"{From.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}/{To.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}
