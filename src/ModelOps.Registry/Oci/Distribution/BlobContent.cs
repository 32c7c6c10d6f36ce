using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>A piece of a blob as a request's body.</summary>
internal sealed class BlobContent : HttpContent
{
    private const int BufferSize = 128 << 10;
    private readonly BlobSource _source;
    private readonly long _offset;
    private readonly long _count;
    private readonly StallClock _clock;

    public BlobContent(BlobSource source, long offset, long count, StallClock clock)
    {
        _source = source;
        _offset = offset;
        _count = count;
        _clock = clock;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        Stream source = _source.OpenAt(_offset);
        await using (source.ConfigureAwait(false))
        {
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
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _count;
        return true;
    }
}
