namespace ModelOps.Serving.Auto;

/// <summary>What was measured of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Signature">Its signature.</param>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Buckets">What was measured.</param>
internal sealed record Measurement(string Version, ModelSignature Signature, long Bytes, IReadOnlyList<BatchBucket> Buckets);
