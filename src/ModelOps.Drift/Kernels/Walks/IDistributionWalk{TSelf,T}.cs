namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Walks along the distribution functions of two samples, from the smallest value up, and finds something on its way. It looks at every value only where it must.</summary>
/// <typeparam name="TSelf">The walk.</typeparam>
/// <typeparam name="T">Float or double.</typeparam>
internal interface IDistributionWalk<TSelf, T>
    where TSelf : struct, IDistributionWalk<TSelf, T>
    where T : unmanaged
{
    /// <summary>Whether <see cref="PassBucket"/> wants sums.</summary>
    static abstract bool NeedsSums { get; }

    /// <summary>What is taken from each value before it is summed.</summary>
    double Origin { get; }

    /// <summary>A walk before the first value.</summary>
    static abstract TSelf Begin(int referenceCount, int currentCount, double origin);

    /// <summary>Tells how many values the next buckets hold, before any is passed.</summary>
    void LookAhead(ReadOnlySpan<int> reference, ReadOnlySpan<int> current);

    /// <summary>Whether it must see the values of the next bucket one by one, or may pass it.</summary>
    bool IsOpen(int reference, int current);

    /// <summary>Steps over a bucket without looking: for a walk of which nothing is wanted but what is open.</summary>
    void Skip(int reference, int current);

    /// <summary>Passes a bucket that is not open.</summary>
    void PassBucket(int reference, int current, double referenceSum, double currentSum);

    /// <summary>Passes values that all equal one.</summary>
    void PassEqual(int reference, int current, T value);

    /// <summary>Passes sorted values one by one.</summary>
    void PassSorted(ReadOnlySpan<T> reference, ReadOnlySpan<T> current);
}
