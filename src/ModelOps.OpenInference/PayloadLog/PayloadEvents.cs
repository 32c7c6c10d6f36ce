using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Makes the two events of a call. The data of a batch share one buffer, which the next batch reuses. Not thread-safe.</summary>
internal sealed class PayloadEvents(IOptions<PayloadLogOptions> options) : IDisposable
{
    private readonly PooledBuffer _buffer = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private readonly List<(int Start, int Length)> _parts = [];

    /// <summary>Events of calls; valid until the next call.</summary>
    public List<PayloadEvent> Create(IReadOnlyList<PayloadRecord> records)
    {
        _buffer.Clear();
        _parts.Clear();
        foreach (PayloadRecord record in records)
        {
            Write(record, PayloadJson.WriteRequest);
            Write(record, PayloadJson.WriteResponse);
        }

        List<PayloadEvent> events = new(_parts.Count);
        for (int i = 0; i < records.Count; i++)
        {
            string call = Guid.NewGuid().ToString("N");
            Dictionary<string, string> extensions = new()
            {
                ["callid"] = call,
                ["inferenceservicename"] = records[i].Response.ModelName,
                ["endpoint"] = records[i].Response.ModelVersion,
            };
            if (records[i].TraceParent is { } trace) { extensions["traceparent"] = trace; }
            events.Add(Event(call + "-request", PayloadEvent.RequestType, records[i], extensions, _parts[2 * i]));
            events.Add(Event(call + "-response", PayloadEvent.ResponseType, records[i], extensions, _parts[(2 * i) + 1]));
        }

        return events;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _writer.Dispose();
    }

    private void Write(PayloadRecord record, Action<Utf8JsonWriter, PayloadRecord> write)
    {
        int start = _buffer.Written.Length;
        _writer.Reset(_buffer);
        write(_writer, record);
        _writer.Flush();
        _parts.Add((start, _buffer.Written.Length - start));
    }

    private PayloadEvent Event(string id, string type, PayloadRecord record, Dictionary<string, string> extensions, (int Start, int Length) part) => new()
    {
        Id = id,
        Type = type,
        Source = options.Value.Source,
        Time = record.Time,
        Extensions = extensions,
        Data = _buffer.Written.Slice(part.Start, part.Length),
    };
}
