using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Dvc;

/// <summary>The body of an answer, with the connection it comes over; its failures are the remote's.</summary>
internal sealed class RemoteStream(Stream inner, HttpResponseMessage response, StallClock clock) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await inner.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
            clock.Touch();
            return read;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && clock.HasStalled))
        {
            throw DvcException.RemoteUnavailable("it cut a download short", error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
            clock.Dispose();
        }

        base.Dispose(disposing);
    }
}
