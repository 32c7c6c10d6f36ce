using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace ModelOps.Onnx.Writing;

/// <summary>Collects the fields of one protobuf message. Large payloads are kept by reference, so nesting does not copy them.</summary>
internal sealed class ProtoWriter
{
    private const int LargePayload = 4096;

    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private MemoryStream _bytes;
    private CodedOutputStream _coder;
    private long _closedLength;

    public ProtoWriter() => Open();

    public void Int(int field, long value)
    {
        _coder.WriteTag(field, WireFormat.WireType.Varint);
        _coder.WriteInt64(value);
    }

    public void Float(int field, float value)
    {
        _coder.WriteTag(field, WireFormat.WireType.Fixed32);
        _coder.WriteFloat(value);
    }

    /// <summary>Writes text that is not empty.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0) { Item(field, value); }
    }

    /// <summary>Writes text, even if it is empty: an entry of a list.</summary>
    public void Item(int field, string value)
    {
        _coder.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _coder.WriteString(value);
    }

    public void Ints(int field, IReadOnlyList<long> values) => Message(field, packed =>
    {
        foreach (long value in values) { packed._coder.WriteInt64(value); }
    });

    public void Floats(int field, IReadOnlyList<float> values) => Message(field, packed =>
    {
        foreach (float value in values) { packed._coder.WriteFloat(value); }
    });

    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Header(field, value.Length);
        Append(value);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        ProtoWriter inner = new();
        write(inner);
        IReadOnlyList<ReadOnlyMemory<byte>> chunks = inner.Close();
        Header(field, inner._closedLength);
        foreach (ReadOnlyMemory<byte> chunk in chunks) { Append(chunk); }
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its bytes, in pieces.</returns>
    public IReadOnlyList<ReadOnlyMemory<byte>> Close()
    {
        _coder.Flush();
        if (_bytes.Length > 0) { AddChunk(_bytes.GetBuffer().AsMemory(0, (int)_bytes.Length)); }
        return _chunks;
    }

    private void Append(ReadOnlyMemory<byte> value)
    {
        if (value.Length < LargePayload)
        {
            _coder.Flush();
            _bytes.Write(value.Span);
            return;
        }

        Close();
        Open();
        AddChunk(value);
    }

    private void Header(int field, long length)
    {
        _coder.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _coder.WriteInt64(length);
    }

    [MemberNotNull(nameof(_bytes), nameof(_coder))]
    private void Open()
    {
        _bytes = new MemoryStream();
        _coder = new CodedOutputStream(_bytes, bufferSize: 64);
    }

    private void AddChunk(ReadOnlyMemory<byte> chunk)
    {
        _chunks.Add(chunk);
        _closedLength += chunk.Length;
    }
}
