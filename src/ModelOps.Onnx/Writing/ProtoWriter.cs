using Google.Protobuf;

namespace ModelOps.Onnx.Writing;

/// <summary>Collects the fields of one protobuf message. Large payloads are kept by reference, so nesting does not copy them.</summary>
internal sealed class ProtoWriter
{
    private const int LargePayload = 4096;

    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private MemoryStream _open = new();
    private long _closedLength;

    private long Length => _closedLength + _open.Length;

    public void Int(int field, long value) => Code(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    public void Float(int field, float value) => Code(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    });

    /// <summary>Writes text that is not empty.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0) { Item(field, value); }
    }

    /// <summary>Writes text, even if it is empty: an entry of a list.</summary>
    public void Item(int field, string value) => Code(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    });

    public void Packed<T>(int field, IReadOnlyList<T> values, Action<CodedOutputStream, T> write)
    {
        MemoryStream packed = new();
        Code(packed, output => { foreach (T value in values) { write(output, value); } });
        Bytes(field, Written(packed));
    }

    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Header(field, value.Length);
        Append(value);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        ProtoWriter inner = new();
        write(inner);
        Header(field, inner.Length);
        foreach (ReadOnlyMemory<byte> chunk in inner.Close()) { Append(chunk); }
    }

    /// <summary>The message, in pieces.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Close()
    {
        if (_open.Length > 0)
        {
            _chunks.Add(Written(_open));
            _closedLength += _open.Length;
            _open = new MemoryStream();
        }

        return _chunks;
    }

    private void Append(ReadOnlyMemory<byte> value)
    {
        if (value.Length < LargePayload)
        {
            _open.Write(value.Span);
            return;
        }

        Close();
        _chunks.Add(value);
        _closedLength += value.Length;
    }

    private void Header(int field, long length) => Code(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteInt64(length);
    });

    private void Code(Action<CodedOutputStream> write) => Code(_open, write);

    private static void Code(MemoryStream stream, Action<CodedOutputStream> write)
    {
        using CodedOutputStream output = new(stream, bufferSize: 64, leaveOpen: true);
        write(output);
    }

    private static ReadOnlyMemory<byte> Written(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);
}
