namespace ModelOps;

/// <summary>A measured figure.</summary>
/// <param name="Name">Name of the metric, e.g. <c>mae</c>.</param>
/// <param name="Value">Value.</param>
public sealed record ModelCardMetric(string Name, double Value)
{
    /// <summary>Name of the dataset it was measured on; null when nothing is said.</summary>
    public string? Dataset { get; init; }

    /// <summary>Part of the data it was measured on, e.g. <c>region = north</c>; null for all of it.</summary>
    public string? Slice { get; init; }

    /// <summary>Lower end of its confidence interval; null when there is none.</summary>
    public double? LowerBound { get; init; }

    /// <summary>Upper end of its confidence interval; null when there is none.</summary>
    public double? UpperBound { get; init; }
}
