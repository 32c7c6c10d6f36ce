using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Datasets;

/// <summary>Rows of one version on disk, divided by the hash of their keys, so that rows that may belong together are in the same part.</summary>
internal sealed class RowPartitions : IDisposable
{
    private const int BufferSize = 32 << 10;
    private readonly FileStream[] _parts;
    private readonly byte[] _record;

    public RowPartitions(string folder, int count, int columns)
    {
        _record = new byte[RowRecord.SizeOf(columns)];
        _parts = [.. Enumerable.Range(0, count).Select(_ => new FileStream(
            Path.Combine(folder, $"modelops-diff-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose))];
    }

    public void Add(RowRecord record)
    {
        record.Write(_record);
        _parts[(int)(record.Key % (UInt128)_parts.Length)].Write(_record);
    }

    /// <summary>Reads a part, in the order of its rows.</summary>
    public IEnumerable<RowRecord> Read(int part)
    {
        FileStream file = _parts[part];
        file.Position = 0;
        byte[] record = new byte[_record.Length];
        while (file.Position < file.Length)
        {
            file.ReadExactly(record);
            yield return RowRecord.Read(record);
        }
    }

    public void Dispose()
    {
        foreach (FileStream part in _parts)
        {
            part.Dispose();
            ScratchFolder.TryDelete(part.Name);
        }
    }
}
