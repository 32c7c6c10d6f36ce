using System.Runtime.InteropServices;

namespace ModelOps.Drift.Monitoring;

/// <summary>Consecutive buckets.</summary>
/// <param name="From">Number of the first.</param>
/// <param name="To">Number after the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BucketRange(long From, long To)
{
    internal BucketRange Earlier(long buckets) => new(From - buckets, To - buckets);
}
