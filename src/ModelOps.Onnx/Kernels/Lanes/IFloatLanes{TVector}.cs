namespace ModelOps.Onnx.Kernels.Lanes;

/// <summary>What a kernel needs of a vector of floats. A kernel is written once over this and compiled for each width, so all widths do the same in the same order.</summary>
/// <typeparam name="TVector">A vector, or one float.</typeparam>
internal unsafe interface IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>There are 32 registers, so a tile of 16 sums stays in them.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(float* from);

    /// <summary>Loads the first lanes and touches nothing behind them; the other lanes are 0.</summary>
    static abstract TVector LoadFirst(float* from, int count);

    static abstract void Store(float* to, TVector value);

    /// <summary>Stores the first lanes and touches nothing behind them.</summary>
    static abstract void StoreFirst(float* to, TVector value, int count);

    /// <summary>The first lanes of one vector, the others of another one.</summary>
    static abstract TVector FirstOf(TVector value, TVector otherwise, int count);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary><c>left * right + addend</c>, rounded once where the machine has that instruction.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The greater of a bound and a value. A value that is NaN stays NaN.</summary>
    static abstract TVector AtLeast(TVector bound, TVector value);

    /// <summary>The lesser of a bound and a value. A value that is NaN stays NaN.</summary>
    static abstract TVector AtMost(TVector bound, TVector value);

    /// <summary>The greater; NaN where either is, and 0 is greater than -0.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The lesser; NaN where either is, and -0 is less than 0.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>Natural logarithm, as exact as the platform's; widths may differ in the last bit.</summary>
    static abstract TVector Log(TVector value);

    /// <summary>Sine, as exact as the platform's; widths may differ in the last bit.</summary>
    static abstract TVector Sin(TVector value);

    /// <summary>Cosine, as exact as the platform's; widths may differ in the last bit.</summary>
    static abstract TVector Cos(TVector value);

    static abstract TVector Floor(TVector value);

    static abstract TVector Ceiling(TVector value);

    static abstract TVector Abs(TVector value);

    static abstract TVector CopySign(TVector value, TVector sign);

    static abstract TVector Sqrt(TVector value);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>Picks lane by lane; where either side of the comparison is NaN, <paramref name="otherwise"/>.</summary>
    static abstract TVector IfLess(TVector left, TVector right, TVector then, TVector otherwise);

    /// <summary><c>value * 2^exponent</c> for integers from -252 to 254.</summary>
    static abstract TVector Scale(TVector value, TVector exponent);

    /// <summary>Sum of the lanes: halves are added until one is left.</summary>
    static abstract float Sum(TVector value);

    /// <summary>Greatest of the lanes; of NaN it may be any.</summary>
    static abstract float Max(TVector value);
}
