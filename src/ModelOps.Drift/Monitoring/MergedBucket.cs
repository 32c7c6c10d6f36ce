namespace ModelOps.Drift.Monitoring;

/// <summary>What all replicas counted of one bucket.</summary>
/// <param name="Content">As <see cref="BucketSum.Write"/> writes it.</param>
/// <param name="Replicas">Names of the replicas.</param>
internal sealed record MergedBucket(ReadOnlyMemory<byte> Content, string[] Replicas);
