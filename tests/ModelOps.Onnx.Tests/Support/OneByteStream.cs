namespace ModelOps.Onnx.Tests.Support;

/// <summary>A stream that cannot seek and gives one byte a call, as a slow socket may.</summary>
internal sealed class OneByteStream(byte[] content) : MemoryStream(content, writable: false)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
}
