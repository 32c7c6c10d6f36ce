using System.Globalization;
using System.Numerics;

namespace ModelOps.Serving.InputRules;

/// <summary>A rule for numbers. Inputs of other types keep it.</summary>
internal abstract class NumericRule(string input, int column, string name, string expected, InputRuleMode mode) : InputRule(input, column, name, expected, mode)
{
    public override bool Passes(InferenceTensorCollection inputs) => inputs.Find(Input!) is not { ElementCount: > 0 } tensor || tensor.DataType switch
    {
        TensorDataType.Float32 => Passes<float>(tensor),
        TensorDataType.Float64 => Passes<double>(tensor),
        TensorDataType.Float16 => Passes<Half>(tensor),
        TensorDataType.Int64 => Passes<long>(tensor),
        TensorDataType.Int32 => Passes<int>(tensor),
        TensorDataType.Int16 => Passes<short>(tensor),
        TensorDataType.Int8 => Passes<sbyte>(tensor),
        TensorDataType.UInt64 => Passes<ulong>(tensor),
        TensorDataType.UInt32 => Passes<uint>(tensor),
        TensorDataType.UInt16 => Passes<ushort>(tensor),
        TensorDataType.UInt8 => Passes<byte>(tensor),
        _ => true,
    };

    public override void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        if (inputs.Find(Input!) is not { } tensor) { return; }
        long width = Width(tensor);
        for (int i = 0; i < tensor.ElementCount && !findings.IsFull; i++)
        {
            double value = NumberAt(tensor, i);
            if (Concerns(i, width) && !IsFine(value)) { Add(findings, tensor, i, findings.Tell(value.ToString(CultureInfo.InvariantCulture))); }
        }
    }

    /// <summary>Whether all values keep the rule.</summary>
    protected abstract bool AreFine<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>;

    protected abstract bool IsFine(double value);

    protected static double NumberAt(InferenceTensor tensor, int i) => tensor.DataType switch
    {
        TensorDataType.Float32 => tensor.AsSpan<float>()[i],
        TensorDataType.Float64 => tensor.AsSpan<double>()[i],
        TensorDataType.Float16 => (double)tensor.AsSpan<Half>()[i],
        TensorDataType.Int64 => tensor.AsSpan<long>()[i],
        TensorDataType.Int32 => tensor.AsSpan<int>()[i],
        TensorDataType.Int16 => tensor.AsSpan<short>()[i],
        TensorDataType.Int8 => tensor.AsSpan<sbyte>()[i],
        TensorDataType.UInt64 => tensor.AsSpan<ulong>()[i],
        TensorDataType.UInt32 => tensor.AsSpan<uint>()[i],
        TensorDataType.UInt16 => tensor.AsSpan<ushort>()[i],
        TensorDataType.UInt8 => tensor.AsSpan<byte>()[i],
        _ => double.NaN,
    };

    private bool Passes<T>(InferenceTensor tensor)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> values = tensor.AsSpan<T>();
        if (Column < 0) { return AreFine(values); }
        long width = Width(tensor);
        for (long i = Column; i < values.Length && Column < width; i += width)
        {
            if (!IsFine(double.CreateChecked(values[(int)i]))) { return false; }
        }

        return true;
    }
}
