namespace ModelOps.Drift.Kernels.Lanes;

/// <summary>What a kernel needs of a vector of numbers. A kernel is written once over this and compiled for each width, so all widths do the same.</summary>
/// <typeparam name="TVector">A vector, or one number.</typeparam>
/// <typeparam name="T">The numbers in it, float or double.</typeparam>
internal interface ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Numbers that <see cref="Reached"/> compares with.</summary>
    const int EdgeGroup = 16;

    /// <summary>Numbers of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Create(T value);

    static abstract TVector Load(ref T from, int at);

    /// <summary>Loads numbers that are kept as <typeparamref name="T"/>, or doubles that are kept as floats.</summary>
    static abstract TVector LoadWide<TFrom>(ref TFrom from, int at)
        where TFrom : unmanaged;

    static abstract void Store(TVector value, ref T to, int at);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>A product and a sum, rounded once or twice: for where it is exact either way.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector sum);

    /// <summary>The greater. Either, where one is NaN or both are zeros of different sign.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The lesser. Either, where one is NaN or both are zeros of different sign.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>Without its sign.</summary>
    static abstract TVector Abs(TVector value);

    /// <summary>A sum with a number more where the left is at least the right.</summary>
    static abstract TVector AddWhereAtLeast(TVector sum, TVector left, TVector right, TVector number);

    /// <summary>A bit for each lane, the first one lowest: whether the left is at least the right.</summary>
    static abstract ulong AtLeast(TVector left, TVector right);

    /// <summary>The sum of the lanes, in any order.</summary>
    static abstract T Sum(TVector value);

    /// <summary>The sum of lanes that hold whole numbers of at most 2^53, exactly. For doubles only.</summary>
    static abstract long SumWhole(TVector value);

    /// <summary>The greatest of the lanes, none of which is NaN.</summary>
    static abstract T Greatest(TVector value);

    /// <summary>The least of the lanes, none of which is NaN.</summary>
    static abstract T Least(TVector value);

    /// <summary>Whether any lane is NaN.</summary>
    static abstract bool HasNaN(TVector value);

    /// <summary>How many of <see cref="EdgeGroup"/> numbers a value is at or above.</summary>
    static abstract int Reached(T value, ref T edges);

    /// <summary>Writes, one behind the other, the lanes for which a bound is at least what is compared with it. May write as much as a vector.</summary>
    /// <returns>How many there are.</returns>
    static abstract int Keep(TVector values, TVector bound, TVector compared, ref T to);
}
