namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>What is known about a bucket in a search for one place.</summary>
internal enum BucketMark : byte
{
    /// <summary>The place is not in it, or it is empty.</summary>
    Passed,

    /// <summary>The place may be in it.</summary>
    Open,

    /// <summary>The place may be in it; none of its values was seen yet.</summary>
    Unseen,

    /// <summary>The place may be in it; all its values seen so far are equal.</summary>
    Equal,
}
