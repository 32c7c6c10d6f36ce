using System.Net.Http.Headers;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>An object's bytes as they arrive. An answer that breaks off is taken up again where it broke, and one that pauses too long counts as broken.</summary>
internal sealed class S3ReadStream : Stream
{
    private readonly S3Client _client;
    private readonly string _key;
    private readonly long? _end; // one behind the last byte; null for the object's own
    private HttpResponseMessage? _response;
    private Stream? _body;
    private long _position;
    private long? _expected; // position at which the current answer should end; null when it does not say
    private int _failures;
    private string? _etag; // what is gone on with must be the same object

    private S3ReadStream(S3Client client, string key, long offset, long? length)
    {
        _client = client;
        _key = key;
        _position = offset;
        _end = length is { } l ? offset + l : null;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes of the whole object; 0 when the store does not say.</summary>
    public long Size { get; private set; }

    /// <exception cref="S3Exception">There is no such object, or the store refused.</exception>
    public static async Task<S3ReadStream> OpenAsync(S3Client client, string key, long offset, long? length, CancellationToken cancellationToken)
    {
        S3ReadStream stream = new(client, key, offset, length);
        await stream.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return stream;
    }

    /// <exception cref="S3Exception">It broke off too often without a byte more.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                if (_body is null) { await ConnectAsync(cancellationToken).ConfigureAwait(false); }
                int read = await _client.ReadWithLimitAsync(_body!, buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0 && _position < _expected && buffer.Length > 0) { throw new IOException("The answer ended early."); }
                (_position, _failures) = (_position + read, read > 0 ? 0 : _failures);
                return read;
            }
            catch (Exception error) when (error is not S3Exception && S3Client.IsLost(error, cancellationToken))
            {
                Disconnect();
                if (_position == _expected) { return 0; } // all of it had come
                if (_failures++ >= _client.MaxRetries) { throw S3Exception.Unreachable("read an object", error); }
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) { Disconnect(); }
        base.Dispose(disposing);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _response = await _client.OpenAsync(_key, _position, _end - _position, _etag, cancellationToken).ConfigureAwait(false);
        HttpContentHeaders headers = _response.Content.Headers;
        _expected = _position + headers.ContentLength;
        _etag ??= _response.Headers.ETag?.ToString();
        Size = headers.ContentRange?.Length ?? _expected ?? 0;
        _body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Disconnect()
    {
        _body?.Dispose();
        _response?.Dispose();
        (_body, _response) = (null, null);
    }
}
