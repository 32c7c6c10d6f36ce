using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>Writes one column of ML.NET's answers into a tensor of the response.</summary>
internal abstract class OutputColumn(TensorSpec spec)
{
    public string Name => spec.Name;

    protected InferenceTensor? Tensor { get; private set; }

    protected int Width { get; } = (int)spec.Shape[1];

    public static OutputColumn Create(DataViewRow answer, DataViewSchema.Column column, TensorSpec spec) => spec.DataType switch
    {
        TensorDataType.Bytes => new TextOutputColumn(answer, column, spec),
        TensorDataType.Bool => new OutputColumn<bool>(answer, column, spec),
        TensorDataType.Float32 => new OutputColumn<float>(answer, column, spec),
        TensorDataType.Float64 => new OutputColumn<double>(answer, column, spec),
        TensorDataType.Int8 => new OutputColumn<sbyte>(answer, column, spec),
        TensorDataType.Int16 => new OutputColumn<short>(answer, column, spec),
        TensorDataType.Int32 => new OutputColumn<int>(answer, column, spec),
        TensorDataType.Int64 => new OutputColumn<long>(answer, column, spec),
        TensorDataType.UInt8 => new OutputColumn<byte>(answer, column, spec),
        TensorDataType.UInt16 => new OutputColumn<ushort>(answer, column, spec),
        TensorDataType.UInt32 => new OutputColumn<uint>(answer, column, spec),
        TensorDataType.UInt64 => new OutputColumn<ulong>(answer, column, spec),
        _ => throw new NotSupportedException($"ML.NET has no column type for {spec.DataType.ToName()}."),
    };

    /// <summary>Adds the tensor to the response.</summary>
    public void Begin(InferenceResponse response, int rows) => Tensor = response.Outputs.Add(Name, spec.DataType, [rows, Width]);

    /// <summary>Computes the current row's value, and writes it as row <paramref name="row"/>.</summary>
    public abstract void Write(int row);

    public void End() => Tensor = null;

    /// <summary>Reads the current row into a span of <see cref="Width"/> values.</summary>
    protected SpanReader<T> ReaderOf<T>(DataViewRow answer, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> scalar = answer.GetGetter<T>(column);
            return values => scalar(ref values[0]);
        }

        ValueGetter<VBuffer<T>> vector = answer.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return values =>
        {
            vector(ref buffer);
            buffer.CopyTo(values);
        };
    }
}
