using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Calls on their way to the sinks, bounded in number and bytes. Its records are reused.</summary>
internal sealed class PayloadQueue
{
    private const int MaxRecords = 8192;
    private const int MaxIdle = 256;
    private readonly Channel<PayloadRecord> _channel = Channel.CreateBounded<PayloadRecord>(new BoundedChannelOptions(MaxRecords) { SingleReader = true });
    private readonly ConcurrentBag<PayloadRecord> _idle = [];
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public PayloadRecord Rent() => _idle.TryTake(out PayloadRecord? record) ? record : new PayloadRecord();

    /// <summary>Takes a record; false when there is no room, and it is given back.</summary>
    public bool TryAdd(PayloadRecord record, long maxBytes)
    {
        int bytes = record.Bytes;
        if (Interlocked.Add(ref _bytes, bytes) <= maxBytes && _channel.Writer.TryWrite(record)) { return true; }
        Interlocked.Add(ref _bytes, -bytes);
        Recycle(record);
        return false;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake([NotNullWhen(true)] out PayloadRecord? record) => _channel.Reader.TryRead(out record);

    /// <summary>Gives back a record that was taken and is written.</summary>
    public void Return(PayloadRecord record)
    {
        Interlocked.Add(ref _bytes, -record.Bytes);
        Recycle(record);
    }

    private void Recycle(PayloadRecord record)
    {
        if (_idle.Count < MaxIdle) { _idle.Add(record); } else { record.Dispose(); }
    }
}
