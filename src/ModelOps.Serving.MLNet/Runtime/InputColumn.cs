using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>Hands one column of the current row to ML.NET.</summary>
internal abstract class InputColumn
{
    /// <summary>Row of the request that <see cref="Getter"/> reads.</summary>
    public int Row { get; set; }

    /// <summary>ML.NET's <c>ValueGetter</c> of the column's type.</summary>
    public Delegate Getter { get; protected init; } = null!;

    public static InputColumn Create(DataViewSchema.Column column, TensorSpec spec)
    {
        int? width = column.Type is VectorDataViewType vector ? vector.Size : null;
        return spec.DataType switch
        {
            TensorDataType.Bytes => new TextInputColumn(spec.Name, width),
            TensorDataType.Bool => new InputColumn<bool>(spec.Name, width),
            TensorDataType.Float32 => new InputColumn<float>(spec.Name, width),
            TensorDataType.Float64 => new InputColumn<double>(spec.Name, width),
            TensorDataType.Int8 => new InputColumn<sbyte>(spec.Name, width),
            TensorDataType.Int16 => new InputColumn<short>(spec.Name, width),
            TensorDataType.Int32 => new InputColumn<int>(spec.Name, width),
            TensorDataType.Int64 => new InputColumn<long>(spec.Name, width),
            TensorDataType.UInt8 => new InputColumn<byte>(spec.Name, width),
            TensorDataType.UInt16 => new InputColumn<ushort>(spec.Name, width),
            TensorDataType.UInt32 => new InputColumn<uint>(spec.Name, width),
            TensorDataType.UInt64 => new InputColumn<ulong>(spec.Name, width),
            _ => throw new NotSupportedException($"ML.NET has no column type for {spec.DataType.ToName()}."),
        };
    }

    /// <summary>Takes the column's tensor from a request, or lets go of the last one.</summary>
    public abstract void Bind(InferenceRequest? request);

    protected Delegate GetterOf<T>(int? width, SpanSource<T> source) => width is not { } count
        ? new ValueGetter<T>((ref T value) => value = source()[Row])
        : new ValueGetter<VBuffer<T>>((ref VBuffer<T> value) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, count);
            source().Slice(Row * count, count).CopyTo(editor.Values);
            value = editor.Commit();
        });
}
