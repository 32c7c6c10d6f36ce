using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>Part of an open file, as the body of a request: its length is known, it is read as it is sent, and it can be sent again.</summary>
internal sealed record FileRange(SafeFileHandle File, long Offset, long Length)
{
    private const int BufferSize = 128 << 10;

    public HttpContent ToContent() => new Content(this);

    public async Task<string> Sha256Async(CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await ReadAsync(chunk =>
        {
            hash.AppendData(chunk.Span);
            return ValueTask.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task ReadAsync(Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long done = 0; done < Length;)
            {
                Memory<byte> chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, Length - done));
                int read = await RandomAccess.ReadAsync(File, chunk, Offset + done, cancellationToken).ConfigureAwait(false);
                if (read == 0) { throw new EndOfStreamException("The file became shorter while it was uploaded."); }
                await use(chunk[..read]).ConfigureAwait(false);
                done += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Content : HttpContent
    {
        private readonly FileRange _range;

        public Content(FileRange range)
        {
            _range = range;
            Headers.ContentLength = range.Length;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _range.ReadAsync(chunk => stream.WriteAsync(chunk, cancellationToken), cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _range.Length;
            return true;
        }
    }
}
