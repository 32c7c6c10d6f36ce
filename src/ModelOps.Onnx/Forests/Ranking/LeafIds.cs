using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelOps.Onnx.Forests.OneRow;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Joins bits of ids, each in a unit of its own, to bytes.</summary>
internal static class LeafIds
{
    private const ulong EachByte = 0x0101010101010101;
    private const ulong BitOfEachByte = 0x8040201008040201;

    /// <summary>For each byte what lifts its own bit to the highest: 128 less the bit.</summary>
    private const ulong Lift = 0x00406070787C7E7F;

    private static Vector128<byte> SpreadOfTwoBytes => Vector128.Create(0, 0, 0, 0, 0, 0, 0, 0, (byte)1, 1, 1, 1, 1, 1, 1, 1);

    /// <summary>Joins bits.</summary>
    /// <param name="width">Width to run in.</param>
    /// <param name="unit">Bytes of a unit.</param>
    /// <param name="units">The units.</param>
    /// <param name="planes">Units of the bits, the lowest first; at most 8.</param>
    /// <param name="ids">Receives a byte for each row; there is room up to a multiple of 64.</param>
    /// <param name="rows">Number of rows.</param>
    public static void Join(VectorWidth width, int unit, ref byte units, ReadOnlySpan<ushort> planes, ref byte ids, int rows)
    {
        switch (width)
        {
            case VectorWidth.Bits512 when Avx512BW.IsSupported: Width512(unit, ref units, planes, ref ids, rows); break;
            case VectorWidth.Bits512 or VectorWidth.Bits256: Width256(unit, ref units, planes, ref ids, rows); break;
            case VectorWidth.Bits128: Width128(unit, ref units, planes, ref ids, rows); break;
            default: Scalar(unit, ref units, planes, ref ids, rows); break;
        }
    }

    private static void Width512(int unit, ref byte units, ReadOnlySpan<ushort> planes, ref byte ids, int rows)
    {
        // Each 128 bits hold all eight bytes of bits, and spread two of them.
        Vector512<byte> spread = Vector512.Create(Vector256.Create(SpreadOfTwoBytes))
            + Vector512.Create(Vector256.Create(Vector128<byte>.Zero, Vector128.Create((byte)2)), Vector256.Create(Vector128.Create((byte)4), Vector128.Create((byte)6)));
        Vector512<byte> bit = Vector512.Create(BitOfEachByte).AsByte();
        for (int row = 0; row < rows; row += Vector512<byte>.Count)
        {
            Vector512<byte> id = Vector512<byte>.Zero;
            for (int i = 0; i < planes.Length; i++)
            {
                Vector512<byte> bits = Vector512.Create(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref units, (planes[i] * unit) + (row / 8)))).AsByte();
                Vector512<byte> isSet = Vector512.Equals(Avx512BW.Shuffle(bits, spread) & bit, bit);
                id |= isSet & Vector512.Create((byte)(1 << i));
            }

            id.StoreUnsafe(ref ids, (nuint)row);
        }
    }

    private static void Width256(int unit, ref byte units, ReadOnlySpan<ushort> planes, ref byte ids, int rows)
    {
        Vector256<byte> spread = Vector256.Create(SpreadOfTwoBytes, SpreadOfTwoBytes + Vector128.Create((byte)2));
        Vector256<byte> bit = Vector256.Create(BitOfEachByte).AsByte();
        for (int row = 0; row < rows; row += Vector256<byte>.Count)
        {
            Vector256<byte> id = Vector256<byte>.Zero;
            for (int i = 0; i < planes.Length; i++)
            {
                Vector256<byte> bits = Vector256.Create(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref units, (planes[i] * unit) + (row / 8)))).AsByte();
                Vector256<byte> isSet = Vector256.Equals(LaneShuffle.Look(bits, spread) & bit, bit);
                id |= isSet & Vector256.Create((byte)(1 << i));
            }

            id.StoreUnsafe(ref ids, (nuint)row);
        }
    }

    private static void Width128(int unit, ref byte units, ReadOnlySpan<ushort> planes, ref byte ids, int rows)
    {
        Vector128<byte> spread = SpreadOfTwoBytes;
        Vector128<byte> bit = Vector128.Create(BitOfEachByte).AsByte();
        for (int row = 0; row < rows; row += Vector128<byte>.Count)
        {
            Vector128<byte> id = Vector128<byte>.Zero;
            for (int i = 0; i < planes.Length; i++)
            {
                Vector128<byte> bits = Vector128.Create(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref units, (planes[i] * unit) + (row / 8)))).AsByte();
                Vector128<byte> isSet = Vector128.Equals(LaneShuffle.Look(bits, spread) & bit, bit);
                id |= isSet & Vector128.Create((byte)(1 << i));
            }

            id.StoreUnsafe(ref ids, (nuint)row);
        }
    }

    private static void Scalar(int unit, ref byte units, ReadOnlySpan<ushort> planes, ref byte ids, int rows)
    {
        for (int row = 0; row < rows; row += sizeof(ulong))
        {
            ulong id = 0;
            for (int i = 0; i < planes.Length; i++)
            {
                ulong bits = (Unsafe.Add(ref units, (planes[i] * unit) + (row / 8)) * EachByte) & BitOfEachByte;
                id |= (((bits + Lift) >> 7) & EachByte) << i;
            }

            Unsafe.WriteUnaligned(ref Unsafe.Add(ref ids, row), BitConverter.IsLittleEndian ? id : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(id));
        }
    }
}
