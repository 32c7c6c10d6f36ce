using System.Buffers;
using System.Net;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>A range of a file as the body of a request. Each piece that goes out gives the transfer more time.</summary>
internal sealed class FileRangeContent(string file, long offset, long length, Deadline deadline) : HttpContent
{
    private const int BufferSize = 256 << 10;

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, deadline.Token);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle source = File.OpenHandle(file, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            for (long sent = 0; sent < length;)
            {
                int wanted = (int)Math.Min(buffer.Length, length - sent);
                int read = await RandomAccess.ReadAsync(source, buffer.AsMemory(0, wanted), offset + sent, cancellationToken).ConfigureAwait(false);
                if (read == 0) { throw new EndOfStreamException("The file became shorter while it was sent."); }
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                deadline.Extend();
                sent += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
