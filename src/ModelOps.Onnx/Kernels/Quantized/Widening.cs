using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Loads narrow integers into wider lanes.</summary>
internal static unsafe class Widening
{
    /// <summary>16 integers of any type as 32-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load512<T>(T* at)
        where T : unmanaged => Vector512.Create(Load256(at), Load256(at + 8));

    /// <summary>8 integers of any type as 32-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load256<T>(T* at)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return Avx2.IsSupported ? Avx2.ConvertToVector256Int32((byte*)at) : Vector256.Create(Load128(at), Load128(at + 4));
        }

        if (typeof(T) == typeof(sbyte))
        {
            return Avx2.IsSupported ? Avx2.ConvertToVector256Int32((sbyte*)at) : Vector256.Create(Load128(at), Load128(at + 4));
        }

        if (typeof(T) == typeof(ushort)) { return Words(Vector128.WidenLower(Vector128.Load((ushort*)at)).AsInt32(), Vector128.WidenUpper(Vector128.Load((ushort*)at)).AsInt32()); }
        if (typeof(T) == typeof(short)) { return Words(Vector128.WidenLower(Vector128.Load((short*)at)), Vector128.WidenUpper(Vector128.Load((short*)at))); }
        return Vector256.Load((int*)at);
    }

    /// <summary>4 integers of any type as 32-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load128<T>(T* at)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) { return Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)at).AsByte())).AsInt32(); }
        if (typeof(T) == typeof(sbyte)) { return Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)at).AsSByte())); }
        if (typeof(T) == typeof(ushort)) { return Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsUInt16()).AsInt32(); }
        if (typeof(T) == typeof(short)) { return Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsInt16()); }
        return Vector128.Load((int*)at);
    }

    /// <summary>32 signed bytes as 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Words512(sbyte* at)
    {
        Vector256<sbyte> bytes = Vector256.Load(at);
        return Avx512BW.IsSupported ? Avx512BW.ConvertToVector512Int16(bytes) : Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes));
    }

    /// <summary>16 signed bytes as 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Words256(sbyte* at)
    {
        Vector128<sbyte> bytes = Vector128.Load(at);
        return Avx2.IsSupported ? Avx2.ConvertToVector256Int16(bytes) : Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
    }

    private static Vector256<int> Words(Vector128<int> lower, Vector128<int> upper) => Vector256.Create(lower, upper);
}
