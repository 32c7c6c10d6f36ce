using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Oci.Layers;

/// <summary>Reads on from another stream, hashing what passes and refusing to read more than a limit. Leaves the other stream open.</summary>
internal sealed class MeteredStream(Stream inner, long limit, Func<Exception> refuse) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += read;
        if (_read > limit) { throw refuse(); }
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    /// <summary>Reads what is left, and gives the digest of all that passed.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 << 10];
        while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
            // Only the end of the archive is left.
        }

        return Digest.Format(_hash.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) { _hash.Dispose(); }
        base.Dispose(disposing);
    }
}
