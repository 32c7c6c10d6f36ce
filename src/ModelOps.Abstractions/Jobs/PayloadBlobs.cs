namespace ModelOps;

/// <summary>The tensors behind the JSON of a payload, taken from the front.</summary>
internal sealed class PayloadBlobs(byte[] bytes)
{
    private int _offset;

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > bytes.Length - _offset) { throw new FormatException("A tensor is longer than what is left."); }
        _offset += length;
        return bytes.AsSpan(_offset - length, length);
    }
}
