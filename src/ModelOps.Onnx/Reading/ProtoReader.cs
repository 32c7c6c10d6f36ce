using System.Buffers.Binary;

namespace ModelOps.Onnx.Reading;

/// <summary>Walks the fields of one protobuf message. It copies nothing, never reads beyond the message, and every error is typed.</summary>
/// <remarks>Own code since generated or stream readers copy each payload and throw errors of several kinds.</remarks>
internal ref struct ProtoReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _origin;
    private readonly string _message;
    private int _position;
    private WireType _wire;

    public ProtoReader(ProtoSlice slice, string message)
    {
        _memory = slice.Bytes;
        _bytes = slice.Bytes.Span;
        _origin = slice.Origin;
        _message = message;
    }

    /// <summary>Number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>Whether a field of numbers has many of them in one.</summary>
    public readonly bool IsPacked => _wire == WireType.Bytes;

    public readonly bool AtEnd => _position == _bytes.Length;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (AtEnd) { return false; }
        ulong key = RawVarint();
        Field = key <= uint.MaxValue ? (int)(key >> 3) : 0;
        _wire = (WireType)(key & 7);
        if (Field == 0) { throw Error("a field has an impossible number"); }
        if (_wire is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
        {
            throw Error($"field {Field} has wire type {(int)_wire}, which ONNX does not use");
        }

        return true;
    }

    public long Varint()
    {
        Expect(WireType.Varint);
        return (long)RawVarint();
    }

    public float Float()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    public ProtoSlice Bytes()
    {
        Expect(WireType.Bytes);
        ulong length = RawVarint();
        if (length > (ulong)(_bytes.Length - _position))
        {
            throw Error($"field {Field} declares {length} bytes, but {_bytes.Length - _position} follow");
        }

        int origin = _origin + _position;
        return new ProtoSlice(Take((int)length), origin);
    }

    /// <summary>The value, or the packed values, of a repeated field of numbers.</summary>
    public ProtoSlice Numbers(WireType element)
    {
        if (_wire == WireType.Bytes) { return Bytes(); }
        Expect(element);
        int start = _position;
        Skip();
        return new ProtoSlice(_memory[start.._position], _origin + start);
    }

    /// <summary>Goes to the next field if it is this one again, which a list's elements are in plain coding.</summary>
    public bool NextIsSame()
    {
        int key = (Field << 3) | (int)_wire;
        if (key >= 0x80 || AtEnd || _bytes[_position] != key) { return false; }
        _position++;
        return true;
    }

    /// <summary>A number of a slice that <see cref="Numbers"/> gave.</summary>
    public ulong RawVarint() => !AtEnd && _bytes[_position] < 0x80 ? _bytes[_position++] : LongVarint();

    public void Skip()
    {
        switch (_wire)
        {
            case WireType.Varint: RawVarint(); break;
            case WireType.Fixed64: Take(sizeof(ulong)); break;
            case WireType.Fixed32: Take(sizeof(uint)); break;
            default: Bytes(); break;
        }
    }

    public readonly InvalidOnnxModelException Error(string problem) => new(
        $"{_message} at byte {_origin + _position}", problem, "The file is damaged, cut short or no ONNX model: export or copy it anew.");

    private ulong LongVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (AtEnd) { throw Error("it ends inside a number"); }
            byte b = _bytes[_position++];
            if (shift == 63 && b > 1) { throw Error("a number has more than 64 bits"); }
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) { return value; }
        }

        throw Error("a number has more than 64 bits");
    }

    private readonly void Expect(WireType wire)
    {
        if (_wire != wire) { throw Error($"field {Field} has wire type {_wire}, expected {wire}"); }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _bytes.Length - _position) { throw Error($"it ends inside field {Field}"); }
        ReadOnlyMemory<byte> taken = _memory.Slice(_position, count);
        _position += count;
        return taken;
    }
}
