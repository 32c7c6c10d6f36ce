namespace ModelOps;

/// <summary>What a condition or an order looks at.</summary>
public enum TrackingEntity
{
    /// <summary>A field of the thing itself; see <see cref="TrackingAttributes"/>.</summary>
    Attribute,

    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Param,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A dataset that was an input: <c>name</c>, <c>digest</c> or <c>context</c>.</summary>
    Dataset,
}
