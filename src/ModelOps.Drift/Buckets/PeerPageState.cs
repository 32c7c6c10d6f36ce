namespace ModelOps.Drift.Buckets;

/// <summary>What is known of a page whose buckets are kept.</summary>
/// <param name="Tag">The peer's tag of it; null if it gave none.</param>
/// <param name="NextFrom">Where the next page begins; null for the last.</param>
/// <param name="NextSkip">Buckets with that start which came already.</param>
internal sealed record PeerPageState(string? Tag, DateTimeOffset? NextFrom, int NextSkip);
