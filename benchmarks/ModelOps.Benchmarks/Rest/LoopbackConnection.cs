using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelOps.Benchmarks.Rest;

/// <summary>A kept-alive connection that sends one prepared request over and over.</summary>
/// <remarks>A blocking socket and no more: a general HTTP client would add the same time to both sides and so hide their difference.</remarks>
internal sealed class LoopbackConnection : IDisposable
{
    private static readonly byte[] LastChunk = [.. "\r\n0\r\n\r\n"u8];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _headerLength;
    private int _length;

    public LoopbackConnection(IPEndPoint server, byte[] request)
    {
        _request = request;
        _socket.Connect(server);
    }

    /// <summary>Headers of the last answer, status line included.</summary>
    public string Headers => Encoding.ASCII.GetString(Head);

    private ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _headerLength);

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_headerLength, _length - _headerLength);

    /// <summary>Sends the request and reads the answer to its end.</summary>
    /// <exception cref="InvalidDataException">The answer is not a 200, or is larger than the buffer.</exception>
    public void RoundTrip()
    {
        _socket.Send(_request);
        _length = 0;
        int end;
        do
        {
            Receive();
            end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
        }
        while (end < 0);

        _headerLength = end + 4;
        if (!Head.StartsWith("HTTP/1.1 200 "u8)) { throw new InvalidDataException($"Expected a 200, got: {Encoding.UTF8.GetString(_buffer, 0, _length)}"); }
        int? bodyLength = ReadContentLength();
        while (bodyLength is { } expected ? Rest.Length < expected : !Rest.EndsWith(LastChunk)) { Receive(); }
    }

    /// <summary>Copies the body of the last answer.</summary>
    public byte[] ReadBody()
    {
        ReadOnlySpan<byte> rest = Rest;
        if (ReadContentLength() is not null) { return rest.ToArray(); }
        List<byte> body = [];
        while (Utf8Parser.TryParse(rest, out int chunk, out int digits, 'x') && chunk > 0)
        {
            body.AddRange(rest.Slice(digits + 2, chunk));
            rest = rest[(digits + 2 + chunk + 2)..];
        }

        return [.. body];
    }

    public void Dispose() => _socket.Dispose();

    private void Receive()
    {
        int received = _socket.Receive(_buffer.AsSpan(_length));
        if (received == 0) { throw new InvalidDataException($"The server closed the connection, or sent more than {_buffer.Length} bytes, after: {Headers}"); }
        _length += received;
    }

    /// <summary>Length of the body; null when it comes in chunks.</summary>
    private int? ReadContentLength()
    {
        ReadOnlySpan<byte> name = "\r\nContent-Length: "u8;
        int at = Head.IndexOf(name);
        if (at < 0) { at = Head.IndexOf("\r\ncontent-length: "u8); } // as uvicorn writes it
        return at >= 0 && Utf8Parser.TryParse(Head[(at + name.Length)..], out int length, out _) ? length : null;
    }
}
