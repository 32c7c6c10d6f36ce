using System.Net;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Dvc;

/// <summary>A seekable stream as a request's body, which stays open for another try.</summary>
internal sealed class RemoteContent(Stream content, StallClock clock) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        content.Position = 0;
        byte[] buffer = new byte[128 << 10];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            clock.Touch();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
