namespace ModelOps;

/// <summary>What one replica saw of one model version in one stretch of time: the unit that replicas share and windows are merged of.</summary>
/// <remarks>Counts of a stretch grow while it is open and when late rows come, so a replica writes the same bucket again with a higher
/// <see cref="Sequence"/> and the whole content. Of buckets that agree in all but the sequence only the highest counts; all others are added.
/// Delivery may therefore repeat and reorder.</remarks>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version, as served.</param>
/// <param name="Start">Begin of the stretch, in UTC; a multiple of <paramref name="Length"/> since 0001-01-01.</param>
/// <param name="Length">Length of the stretch, above 0.</param>
/// <param name="Replica">Name of the process that saw it, e.g. the pod; 1 to 256 characters.</param>
/// <param name="Epoch">Which life of the replica it was: two processes of one name never share one.</param>
/// <param name="Sequence">Grows with each write of the bucket.</param>
/// <param name="Profile">The content, opaque to stores.</param>
public sealed record DriftBucket(
    string Model, string Version, DateTimeOffset Start, TimeSpan Length, string Replica, Guid Epoch, long Sequence, ReadOnlyMemory<byte> Profile);
