using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace ModelOps.Serving.InputRules;

/// <summary>Numbers lie between two bounds; NaN is not compared.</summary>
internal sealed class RangeRule(string input, int column, double? min, double? max, InputRuleMode mode)
    : NumericRule(input, column, "range", Describe(min, max), mode)
{
    private readonly double _min = min ?? double.NegativeInfinity;
    private readonly double _max = max ?? double.PositiveInfinity;

    public override void Clamp(InferenceTensor tensor)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float32: Clamp<float>(tensor, _min, _max); break;
            case TensorDataType.Float64: Clamp<double>(tensor, _min, _max); break;
            case TensorDataType.Float16: Clamp<Half>(tensor, _min, _max); break;
            case TensorDataType.Int64: ClampInteger<long>(tensor); break;
            case TensorDataType.Int32: ClampInteger<int>(tensor); break;
            case TensorDataType.Int16: ClampInteger<short>(tensor); break;
            case TensorDataType.Int8: ClampInteger<sbyte>(tensor); break;
            case TensorDataType.UInt64: ClampInteger<ulong>(tensor); break;
            case TensorDataType.UInt32: ClampInteger<uint>(tensor); break;
            case TensorDataType.UInt16: ClampInteger<ushort>(tensor); break;
            case TensorDataType.UInt8: ClampInteger<byte>(tensor); break;
        }
    }

    // The extremes of what is no NaN; where all is NaN, they are NaN and break no bound.
    protected override bool AreFine<T>(ReadOnlySpan<T> values) =>
        IsFine(double.CreateChecked(TensorPrimitives.MinNumber(values))) && IsFine(double.CreateChecked(TensorPrimitives.MaxNumber(values)));

    protected override bool IsFine(double value) => !(value < _min) && !(value > _max);

    private void ClampInteger<T>(InferenceTensor tensor)
        where T : unmanaged, INumber<T> =>
        Clamp<T>(tensor, Math.Ceiling(_min), Math.Floor(_max));

    private void Clamp<T>(InferenceTensor tensor, double min, double max)
        where T : unmanaged, INumber<T>
    {
        T low = T.CreateSaturating(min);
        T high = T.CreateSaturating(max);
        Span<T> values = tensor.AsSpan<T>();
        long width = Width(tensor);
        for (int i = 0; i < values.Length; i++)
        {
            if (!Concerns(i, width)) { continue; }
            if (values[i] < low) { values[i] = low; }
            else if (values[i] > high) { values[i] = high; }
        }
    }

    private static string Describe(double? min, double? max) => (min, max) switch
    {
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"at least {low}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"at most {max}"),
    };
}
