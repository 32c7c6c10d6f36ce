using System.Globalization;
using System.Text;

namespace ModelOps.Registry.Oci.Layers;

/// <summary>Reads a tar archive from front to back: ustar, pax and GNU long names.</summary>
/// <remarks>Its own reader, because the one of .NET takes a pax header of any size into memory.</remarks>
internal sealed class TarArchive(Stream stream)
{
    private const int MaxNoteBytes = 1 << 20;
    private const int MaxNotes = 100_000;
    private long _dataLeft;
    private long _padding;
    private int _notes;

    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    /// <exception cref="EndOfStreamException">It ends too soon.</exception>
    public async Task<TarEntry?> NextAsync(CancellationToken cancellationToken)
    {
        string? path = null;
        long? size = null;
        byte[] header = new byte[TarHeader.Size];
        while (true)
        {
            await SkipAsync(_dataLeft + _padding, cancellationToken).ConfigureAwait(false);
            _dataLeft = _padding = 0;
            if (await stream.ReadAtLeastAsync(header, TarHeader.Size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is var read && read < TarHeader.Size)
            {
                return read == 0 ? null : throw new EndOfStreamException("The archive ends within a header.");
            }

            if (!header.AsSpan().ContainsAnyExcept((byte)0)) { return null; }
            TarEntry entry = TarHeader.Read(header);
            Begin(entry.Size);
            switch (entry.Type)
            {
                case 'x':
                    (path, size) = ParsePax(await ReadNoteAsync(cancellationToken).ConfigureAwait(false), path, size);
                    break;
                case 'g':
                    _ = await ReadNoteAsync(cancellationToken).ConfigureAwait(false); // comments for all; names and sizes are never there
                    break;
                case 'L':
                    path = TarHeader.Text(await ReadNoteAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case 'K':
                    _ = await ReadNoteAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    TarEntry whole = entry with { Path = path ?? entry.Path, Size = size ?? entry.Size };
                    Begin(whole.Size);
                    return whole;
            }
        }
    }

    /// <summary>Copies the content of the entry read last.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 << 10);
        try
        {
            while (_dataLeft > 0)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, _dataLeft)), cancellationToken).ConfigureAwait(false);
                if (read == 0) { throw new EndOfStreamException("The archive ends within a file."); }
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                _dataLeft -= read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Begin(long size)
    {
        if (size < 0 || size > long.MaxValue - TarHeader.Size) { throw new InvalidDataException("A header has a size out of range."); }
        _dataLeft = size;
        _padding = (TarHeader.Size - (size % TarHeader.Size)) % TarHeader.Size;
    }

    private async Task<byte[]> ReadNoteAsync(CancellationToken cancellationToken)
    {
        if (_dataLeft > MaxNoteBytes || ++_notes > MaxNotes) { throw new InvalidDataException("It has more or larger extended headers than any real archive."); }
        byte[] note = new byte[_dataLeft];
        await stream.ReadExactlyAsync(note, cancellationToken).ConfigureAwait(false);
        _dataLeft = 0;
        return note;
    }

    private async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[(int)Math.Min(count, 64 << 10)];
        while (count > 0)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken).ConfigureAwait(false);
            if (read == 0) { throw new EndOfStreamException("The archive ends within a file."); }
            count -= read;
        }
    }

    // Records "<length> <key>=<value>\n", the length in bytes and counting itself.
    private static (string? Path, long? Size) ParsePax(ReadOnlySpan<byte> note, string? path, long? size)
    {
        while (note.Length > 0)
        {
            int space = note.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(note[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > note.Length || length <= space + 1)
            {
                throw new InvalidDataException("It has an extended header that cannot be read.");
            }

            string record = Encoding.UTF8.GetString(note[(space + 1)..(length - 1)]);
            note = note[length..];
            int equals = record.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) { throw new InvalidDataException("It has an extended header that cannot be read."); }
            (string key, string value) = (record[..equals], record[(equals + 1)..]);
            if (key.StartsWith("GNU.sparse", StringComparison.Ordinal)) { throw new InvalidDataException("It has a sparse file, which is not unpacked."); }
            if (key == "path") { path = value; }
            if (key == "size") { size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : throw new InvalidDataException("It has a size that is no number."); }
        }

        return (path, size);
    }
}
