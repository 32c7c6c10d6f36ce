namespace ModelOps;

/// <summary>What a search orders by. What lacks the value comes last, whichever the direction.</summary>
/// <param name="Entity">What to look at; datasets cannot be ordered by.</param>
/// <param name="Key">Name of the metric, parameter, tag or field.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record TrackingOrder(TrackingEntity Entity, string Key, bool Descending = false)
{
    /// <summary>For metrics of logged models: name of the dataset they must have been measured on; null for any.</summary>
    public string? DatasetName { get; init; }

    /// <summary>For metrics of logged models: digest of that dataset; null for any.</summary>
    public string? DatasetDigest { get; init; }
}
