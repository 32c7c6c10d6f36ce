namespace ModelOps.Conformance;

/// <summary>Gives some bytes, then fails in a way that no storage does.</summary>
internal sealed class FailingStream(int bytes) : MemoryStream(new byte[bytes])
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw new InvalidTimeZoneException("The content fails.");
    }
}
