using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelOps.Registry.Datasets;

/// <summary>What is kept of a row while two versions are compared: where it was, and hashes of its key, its values, and each of its columns.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowRecord(UInt128 Key, UInt128 Content, long Row, uint[] Columns)
{
    public static int SizeOf(int columns) => 16 + 16 + sizeof(long) + (sizeof(uint) * columns);

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(target, Key);
        BinaryPrimitives.WriteUInt128LittleEndian(target[16..], Content);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], Row);
        for (int i = 0; i < Columns.Length; i++) { BinaryPrimitives.WriteUInt32LittleEndian(target[(40 + (i * sizeof(uint)))..], Columns[i]); }
    }

    public static RowRecord Read(ReadOnlySpan<byte> source)
    {
        uint[] columns = new uint[(source.Length - 40) / sizeof(uint)];
        for (int i = 0; i < columns.Length; i++) { columns[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(40 + (i * sizeof(uint)))..]); }
        return new RowRecord(
            BinaryPrimitives.ReadUInt128LittleEndian(source), BinaryPrimitives.ReadUInt128LittleEndian(source[16..]), BinaryPrimitives.ReadInt64LittleEndian(source[32..]), columns);
    }
}
