using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>How ML.NET's column types look as tensors.</summary>
internal static class ColumnTypes
{
    /// <summary>The tensor of a column, or null where there is none: dates and times, images, vectors of unknown size.</summary>
    public static TensorSpec? ToTensor(string name, DataViewType type)
    {
        VectorDataViewType? vector = type as VectorDataViewType;
        long width = vector?.Size ?? 1;
        return width > 0 && ToDataType(vector?.ItemType ?? type) is { } dataType ? new TensorSpec(name, dataType, [-1, width]) : null;
    }

    private static TensorDataType? ToDataType(DataViewType item) => item switch
    {
        TextDataViewType => TensorDataType.Bytes,
        BooleanDataViewType => TensorDataType.Bool,
        NumberDataViewType or KeyDataViewType => Type.GetTypeCode(item.RawType) switch
        {
            TypeCode.Single => TensorDataType.Float32,
            TypeCode.Double => TensorDataType.Float64,
            TypeCode.SByte => TensorDataType.Int8,
            TypeCode.Int16 => TensorDataType.Int16,
            TypeCode.Int32 => TensorDataType.Int32,
            TypeCode.Int64 => TensorDataType.Int64,
            TypeCode.Byte => TensorDataType.UInt8,
            TypeCode.UInt16 => TensorDataType.UInt16,
            TypeCode.UInt32 => TensorDataType.UInt32,
            TypeCode.UInt64 => TensorDataType.UInt64,
            _ => null,
        },
        _ => null,
    };
}
