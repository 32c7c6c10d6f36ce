namespace ModelOps;

/// <summary>A worker's right to work on a job, until it runs out or is settled.</summary>
/// <param name="Job">The job, running.</param>
/// <param name="Token">Number of the lease, higher than that of every earlier lease on the job. A worker whose lease went to another is told
/// apart by it.</param>
/// <param name="Payload">What to do.</param>
public sealed record InferenceJobLease(InferenceJob Job, long Token, ReadOnlyMemory<byte> Payload);
