using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace ModelOps.Registry.Transfers;

/// <summary>Part of a stream as a request's body, written anew for each try.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 128 << 10;
    private readonly Func<Stream> _open;
    private readonly long _count;
    private readonly StallClock _clock;
    private readonly bool _leavesOpen;

    /// <param name="open">Gives the stream, at the first byte to send; asked at each try.</param>
    /// <param name="count">Bytes to send.</param>
    /// <param name="clock">Told of each piece.</param>
    /// <param name="leavesOpen">Whether the stream is somebody else's to dispose.</param>
    public UploadContent(Func<Stream> open, long count, StallClock clock, bool leavesOpen = false)
    {
        (_open, _count, _clock, _leavesOpen) = (open, count, clock, leavesOpen);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Stream source = _open();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long left = _count; left > 0;)
            {
                int read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
                if (read == 0) { throw new EndOfStreamException("The file became shorter while it was sent."); }
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                _clock.Touch();
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!_leavesOpen) { await source.DisposeAsync().ConfigureAwait(false); }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _count;
        return true;
    }
}
