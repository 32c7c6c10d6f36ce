namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>A body that breaks off after some bytes.</summary>
internal sealed class BreakingStream(byte[] bytes, int after) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= after && Position < Length) { throw new IOException("broken off"); }
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, after)], cancellationToken);
    }
}
