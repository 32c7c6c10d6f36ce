using System.Diagnostics.CodeAnalysis;

namespace ModelOps;

/// <summary>Names and sizes of <see cref="TensorDataType"/>.</summary>
public static class TensorDataTypes
{
    private static readonly string[] Names =
        ["BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "BF16", "FP32", "FP64", "BYTES"];

    private static readonly byte[] Sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 0];

    /// <summary>The name on the wire, e.g. <c>FP32</c>.</summary>
    /// <param name="dataType">A defined member.</param>
    /// <returns>The Open Inference Protocol's name, upper case.</returns>
    public static string ToName(this TensorDataType dataType) => Names[(int)dataType];

    /// <summary>Bytes of one element; 0 for <see cref="TensorDataType.Bytes"/>, whose elements differ in size.</summary>
    /// <param name="dataType">A defined member.</param>
    /// <returns>1, 2, 4 or 8, or 0 for <see cref="TensorDataType.Bytes"/>.</returns>
    public static int ItemSize(this TensorDataType dataType) => Sizes[(int)dataType];

    /// <summary>Reads a name of the wire. Case matters, as the protocol says.</summary>
    /// <param name="name">For example <c>FP32</c>.</param>
    /// <param name="dataType">The type, when the answer is true.</param>
    /// <returns>Whether <paramref name="name"/> is a known datatype.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out TensorDataType dataType)
    {
        int index = name is null ? -1 : Array.IndexOf(Names, name);
        dataType = (TensorDataType)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>The type whose elements are <typeparamref name="T"/> in memory.</summary>
    /// <typeparam name="T">A primitive, <see cref="bool"/> or <see cref="Half"/>.</typeparam>
    /// <returns>The matching datatype; <see cref="ushort"/> is <see cref="TensorDataType.UInt16"/>.</returns>
    /// <exception cref="NotSupportedException">No tensor holds elements of <typeparamref name="T"/>.</exception>
    public static TensorDataType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) { return TensorDataType.Float32; }
        if (typeof(T) == typeof(double)) { return TensorDataType.Float64; }
        if (typeof(T) == typeof(long)) { return TensorDataType.Int64; }
        if (typeof(T) == typeof(int)) { return TensorDataType.Int32; }
        if (typeof(T) == typeof(bool)) { return TensorDataType.Bool; }
        if (typeof(T) == typeof(byte)) { return TensorDataType.UInt8; }
        if (typeof(T) == typeof(sbyte)) { return TensorDataType.Int8; }
        if (typeof(T) == typeof(short)) { return TensorDataType.Int16; }
        if (typeof(T) == typeof(ushort)) { return TensorDataType.UInt16; }
        if (typeof(T) == typeof(uint)) { return TensorDataType.UInt32; }
        if (typeof(T) == typeof(ulong)) { return TensorDataType.UInt64; }
        if (typeof(T) == typeof(Half)) { return TensorDataType.Float16; }

        throw new NotSupportedException($"No tensor datatype has elements of type {typeof(T)}.");
    }
}
