using System.Buffers;
using System.Text.Json;

namespace ModelOps.Serving;

/// <summary>Appends audit events to a file, one JSON object a line, each forced to disk. A line that a crash cut off stays, and the next begins after it.</summary>
internal sealed class JsonLinesAuditSink(string path) : IAuditSink, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);

    public async ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArrayBufferWriter<byte> line = new();
        Write(entry, line);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) { Directory.CreateDirectory(folder); }
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            await using (file.ConfigureAwait(false))
            {
                bool isCutOff = EndsWithinALine(file);
                file.Seek(0, SeekOrigin.End);
                if (isCutOff) { file.WriteByte((byte)'\n'); }
                await file.WriteAsync(line.WrittenMemory, CancellationToken.None).ConfigureAwait(false); // whole lines only
                file.Flush(flushToDisk: true);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private static bool EndsWithinALine(FileStream file)
    {
        if (file.Length == 0) { return false; }
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static void Write(AuditEvent entry, ArrayBufferWriter<byte> line)
    {
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("at", entry.At);
            json.WriteString("kind", entry.Kind);
            if (entry.Model is not null) { json.WriteString("model", entry.Model); }
            if (entry.Actor is not null) { json.WriteString("actor", entry.Actor); }
            if (entry.Reason is not null) { json.WriteString("reason", entry.Reason); }
            json.WriteStartObject("evidence");
            foreach ((string name, string value) in entry.Evidence) { json.WriteString(name, value); }
            json.WriteEndObject();
            json.WriteEndObject();
        }

        line.Write("\n"u8);
    }
}
