using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>A request's body: its JSON, then its tensors straight from their memory.</summary>
internal sealed class InferContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new(WireFormat.JsonContentType);
    private static readonly MediaTypeHeaderValue Binary = new(WireFormat.BinaryContentType);

    private readonly Lock _gate = new();
    private readonly ReadOnlyMemory<byte> _head;
    private readonly InferenceTensorCollection? _tensors;
    private readonly bool _compress;
    private Task? _writing;
    private bool _ended;

    /// <param name="head">JSON.</param>
    /// <param name="tensors">Tensors that follow it; null for none.</param>
    /// <param name="compressFrom">Bytes from which the body is gzipped.</param>
    public InferContent(ReadOnlyMemory<byte> head, InferenceTensorCollection? tensors, int compressFrom)
    {
        _head = head;
        _tensors = tensors;
        _compress = Length >= compressFrom;
        Headers.ContentType = tensors is null ? Json : Binary;
        if (_compress) { Headers.ContentEncoding.Add("gzip"); }
        if (tensors is not null) { Headers.TryAddWithoutValidation(WireFormat.JsonLengthHeader, head.Length.ToString(CultureInfo.InvariantCulture)); }
    }

    private long Length
    {
        get
        {
            long length = _head.Length;
            for (int i = 0; i < _tensors?.Count; i++) { length += _tensors[i].ByteLength; }
            return length;
        }
    }

    /// <summary>Ends when nothing reads the request any more. The handler may give up a call while it still sends, and go on sending.</summary>
    public async ValueTask EndAsync()
    {
        Task? writing;
        lock (_gate)
        {
            _ended = true;
            writing = _writing;
        }

        if (writing is null or { IsCompletedSuccessfully: true }) { return; }
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ended) { return Task.FromCanceled(new CancellationToken(canceled: true)); }
            return _writing = _compress ? WriteCompressedAsync(stream, cancellationToken) : WriteAsync(stream, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _compress ? 0 : Length;
        return !_compress;
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < _tensors?.Count; i++)
        {
            if (_tensors[i].ByteLength > 0) { await stream.WriteAsync(_tensors[i].Memory, cancellationToken).ConfigureAwait(false); }
        }
    }

    private async Task WriteCompressedAsync(Stream stream, CancellationToken cancellationToken)
    {
        GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false)) { await WriteAsync(gzip, cancellationToken).ConfigureAwait(false); }
    }
}
