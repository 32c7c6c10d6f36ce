using System.Collections.Frozen;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>NumPy's names of element types.</summary>
internal static class NumpyTypes
{
    private static readonly FrozenDictionary<string, TensorDataType> ByName = new Dictionary<string, TensorDataType>
    {
        ["bool"] = TensorDataType.Bool,
        ["uint8"] = TensorDataType.UInt8,
        ["uint16"] = TensorDataType.UInt16,
        ["uint32"] = TensorDataType.UInt32,
        ["uint64"] = TensorDataType.UInt64,
        ["int8"] = TensorDataType.Int8,
        ["int16"] = TensorDataType.Int16,
        ["int32"] = TensorDataType.Int32,
        ["int64"] = TensorDataType.Int64,
        ["float16"] = TensorDataType.Float16,
        ["float32"] = TensorDataType.Float32,
        ["float64"] = TensorDataType.Float64,
        ["str"] = TensorDataType.Bytes,
        ["bytes"] = TensorDataType.Bytes,
        ["object"] = TensorDataType.Bytes,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<TensorDataType, string> ByType = ByName
        .Where(static e => e.Value != TensorDataType.Bytes)
        .Append(KeyValuePair.Create("object", TensorDataType.Bytes)) // what NumPy calls an array of texts of any length
        .ToFrozenDictionary(static e => e.Value, static e => e.Key);

    /// <exception cref="NotSupportedException">NumPy has no such type.</exception>
    public static string ToName(TensorDataType type) => ByType.TryGetValue(type, out string? name)
        ? name
        : throw new NotSupportedException($"NumPy has no element type {type.ToName()}, so MLflow's signature cannot name it. Register the model without this signature, or cast the tensor to FP32.");

    public static bool TryRead(string name, out TensorDataType type) =>
        ByName.TryGetValue(name is ['<' or '>' or '|' or '=', 'U' or 'S', ..] ? "bytes" : name, out type);
}
