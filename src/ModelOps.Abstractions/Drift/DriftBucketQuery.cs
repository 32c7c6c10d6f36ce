namespace ModelOps;

/// <summary>Which buckets are wanted.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version; null for all.</param>
/// <param name="From">Buckets that start here or later, in UTC.</param>
/// <param name="To">Buckets that start before, in UTC.</param>
public sealed record DriftBucketQuery(string Model, string? Version, DateTimeOffset From, DateTimeOffset To);
