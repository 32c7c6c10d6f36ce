using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Appends events to files, one event of structured-mode JSON a line. A process killed mid-line leaves a cut last line and nothing worse.</summary>
internal sealed class FilePayloadSink(IOptions<PayloadLogOptions> options, TimeProvider timeProvider) : IPayloadSink, IDisposable
{
    private const string Pattern = "payloads-*.jsonl";
    private readonly PayloadLogOptions _options = options.Value;
    private readonly PooledBuffer _lines = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private FileStream? _file;

    public async Task WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        _lines.Clear();
        foreach (PayloadEvent one in events) { WriteLine(one); }
        try
        {
            _file ??= Open();
            await _file.WriteAsync(_lines.Written, cancellationToken).ConfigureAwait(false);
            await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (_file.Length >= _options.MaxFileBytes) { await CloseAsync().ConfigureAwait(false); }
        }
        catch
        {
            await CloseAsync().ConfigureAwait(false); // the next batch begins a new file, so a half-written line harms no other
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _lines.Dispose();
        _writer.Dispose();
    }

    private void WriteLine(PayloadEvent one)
    {
        _writer.Reset(_lines);
        _writer.WriteStartObject();
        _writer.WriteString("specversion"u8, "1.0"u8);
        _writer.WriteString("id"u8, one.Id);
        _writer.WriteString("type"u8, one.Type);
        _writer.WriteString("source"u8, one.Source);
        _writer.WriteString("time"u8, one.Time);
        _writer.WriteString("datacontenttype"u8, "application/json"u8);
        foreach ((string name, string value) in one.Extensions) { _writer.WriteString(name, value); }
        _writer.WritePropertyName("data"u8);
        _writer.WriteRawValue(one.Data.Span, skipInputValidation: true);
        _writer.WriteEndObject();
        _writer.Flush();
        _lines.GetSpan(1)[0] = (byte)'\n';
        _lines.Advance(1);
    }

    private FileStream Open()
    {
        string folder = _options.Directory!;
        Directory.CreateDirectory(folder);
        FileInfo[] old = [.. new DirectoryInfo(folder).GetFiles(Pattern).OrderByDescending(static f => f.Name, StringComparer.Ordinal)];
        foreach (FileInfo file in old.Skip(_options.MaxFiles - 1)) { file.Delete(); }
        string stamp = timeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        string name = $"payloads-{stamp}-{Guid.NewGuid():N}.jsonl";
        return new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
    }

    private async Task CloseAsync()
    {
        FileStream? file = _file;
        _file = null;
        if (file is not null) { await file.DisposeAsync().ConfigureAwait(false); }
    }
}
