using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Datasets;

/// <summary>Hashes rows: the first half of the SHA-256 of their values, each with its length, so that no two rows of other values have the same bytes.</summary>
internal sealed class RowHasher(int[] keys, int[] common)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public RowRecord Hash(IReadOnlyList<string?> row, long number)
    {
        UInt128 content = HashOf(row, common);
        UInt128 key = keys.Length == 0 ? content : HashOf(row, keys);
        uint[] columns = new uint[common.Length];
        for (int i = 0; i < common.Length; i++) { columns[i] = Short(row[common[i]]); }
        return new RowRecord(key, content, number, columns);
    }

    private UInt128 HashOf(IReadOnlyList<string?> row, int[] columns)
    {
        _bytes.ResetWrittenCount();
        foreach (int column in columns)
        {
            string? value = row[column];
            int length = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), length);
            _bytes.Advance(sizeof(int));
            if (value is not null) { _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length))); }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    // Says only which column differs, never whether a row does. FNV-1a; a null is not an empty text.
    private static uint Short(string? value)
    {
        uint hash = value is null ? 0 : 2166136261;
        foreach (char c in value ?? "") { hash = (hash ^ c) * 16777619; }
        return hash;
    }
}
