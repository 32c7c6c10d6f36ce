using System.Numerics;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Makes one number of many, of any one type.</summary>
internal interface INumberReduction
{
    /// <summary>What it begins with; the answer for no numbers at all.</summary>
    T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>Takes in a number.</summary>
    T Add<T>(T sum, T x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>Joins what two parts made.</summary>
    T Join<T>(T left, T right)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>The answer.</summary>
    T Finish<T>(T sum, int count)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
