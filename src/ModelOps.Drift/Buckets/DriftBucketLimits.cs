namespace ModelOps.Drift.Buckets;

/// <summary>What the stores of this package take.</summary>
internal static class DriftBucketLimits
{
    /// <summary>Room for thousands of features: <c>docs/guides/drift-replicas.md</c> has sizes.</summary>
    internal const int MaxBytes = 16 << 20;
}
