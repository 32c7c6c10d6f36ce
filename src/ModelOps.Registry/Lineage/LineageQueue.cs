using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Lineage;

/// <summary>Events of callers on their way to the file and the spool, bounded in number.</summary>
internal sealed class LineageQueue(IOptions<LineageOptions> options, LineageMetrics metrics, ILogger<LineageQueue> logger) : ILineageEmitter
{
    private readonly Channel<LineageEvent> _channel = Channel.CreateBounded<LineageEvent>(new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });
    private int _isDropping;

    public ChannelReader<LineageEvent> Reader => _channel.Reader;

    public bool Emit(LineageEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_channel.Writer.TryWrite(entry))
        {
            Volatile.Write(ref _isDropping, 0);
            return true;
        }

        Drop();
        return false;
    }

    /// <summary>Counts an event that found no room; the first of a row is logged.</summary>
    public void Drop()
    {
        metrics.Count(LineageOutcome.Dropped);
        if (Interlocked.Exchange(ref _isDropping, 1) == 0) { logger.LineageDropped(); }
    }

    public void Close() => _channel.Writer.TryComplete();
}
