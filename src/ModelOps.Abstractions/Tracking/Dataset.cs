namespace ModelOps;

/// <summary>Data that a run read, known by its digest.</summary>
public sealed record Dataset
{
    /// <summary>Name; at most <see cref="TrackingLimits.MaxDatasetNameLength"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>Digest of its content; at most <see cref="TrackingLimits.MaxDatasetDigestLength"/> characters.</summary>
    public required string Digest { get; init; }

    /// <summary>What sort of source it has, e.g. <c>local</c>, <c>s3</c>.</summary>
    public required string SourceType { get; init; }

    /// <summary>Where it comes from; usually JSON.</summary>
    public required string Source { get; init; }

    /// <summary>Its columns; usually JSON. Null when unknown.</summary>
    public string? Schema { get; init; }

    /// <summary>Facts about it, e.g. the number of rows; usually JSON. Null when unknown.</summary>
    public string? Profile { get; init; }
}
