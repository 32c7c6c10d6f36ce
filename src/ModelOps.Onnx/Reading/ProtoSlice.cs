namespace ModelOps.Onnx.Reading;

/// <summary>Bytes of a file, and where they begin in it.</summary>
internal readonly record struct ProtoSlice(ReadOnlyMemory<byte> Bytes, int Origin)
{
    /// <summary>How many numbers of variable length end here; exact for packed numbers.</summary>
    public int CountVarints()
    {
        int count = 0;
        foreach (byte b in Bytes.Span) { count += (b >> 7) ^ 1; }
        return count;
    }
}
