using System.Buffers.Binary;
using System.Text;

namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>Reads Universal Binary JSON (draft 12) into dictionaries, arrays, numbers and text. Every count is checked against the bytes that are left before memory is taken.</summary>
/// <param name="bytes">The file.</param>
internal sealed class UniversalBinaryReader(ReadOnlyMemory<byte> bytes)
{
    private const int MaxDepth = 32;
    private int _at;
    private int _depth;

    private int Left => bytes.Length - _at;

    public object Read() => Value(Marker()) ?? throw Error("is null", "Save the model again with XGBoost.");

    private object? Value(byte marker) => (char)marker switch
    {
        '{' => Nested(isObject: true),
        '[' => Nested(isObject: false),
        'S' => Text(),
        'C' => ((char)Marker()).ToString(),
        'T' => 1d,
        'F' => 0d,
        'Z' => null,
        _ => Number(marker),
    };

    private object Nested(bool isObject)
    {
        if (++_depth > MaxDepth) { throw Error($"is nested deeper than {MaxDepth}", "Save the model again with XGBoost."); }
        byte? type = Accept('$') ? Marker() : null;
        long? count = Accept('#') ? Whole() : null;
        if (type is not null && count is null) { throw Error("has a type for all elements but not their number", "Save the model again with XGBoost."); }
        int size = type is { } known ? SizeOf(known) : 1;
        if (count is { } expected && (expected < 0 || expected > Left / size)) { throw Error($"announces {expected} elements where {Left} bytes are left", "Copy the whole file."); }
        object nested = isObject ? Members(type, count) : size > 0 && type is { } each && IsNumber(each) ? Numbers(each, (int)count!.Value) : Elements(type, count);
        _depth--;
        return nested;
    }

    private Dictionary<string, object> Members(byte? type, long? count)
    {
        Dictionary<string, object> members = new(StringComparer.Ordinal);
        for (long i = 0; count is { } all ? i < all : !Accept('}'); i++)
        {
            string name = Text();
            if (Value(type ?? Marker()) is { } value && !members.TryAdd(name, value)) { throw Error($"has member {Quote.Short(name)} twice", "Save the model again with XGBoost."); }
        }

        return members;
    }

    private object Elements(byte? type, long? count)
    {
        NumberList elements = new();
        for (long i = 0; count is { } all ? i < all : !Accept(']'); i++)
        {
            if (Value(type ?? Marker()) is { } value) { elements.Add(value); }
        }

        return elements.ToArray();
    }

    private double[] Numbers(byte type, int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) { numbers[i] = Number(type); }
        return numbers;
    }

    private double Number(byte marker) => (char)marker switch
    {
        'i' => (sbyte)Take(1)[0],
        'U' => Take(1)[0],
        'I' => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
        'l' => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        'L' => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        'd' => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        'D' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => throw Unknown(marker),
    };

    /// <summary>A length or count.</summary>
    private long Whole()
    {
        byte marker = Marker();
        return marker is (byte)'d' or (byte)'D' ? throw Unknown(marker) : marker == 'L' ? BinaryPrimitives.ReadInt64BigEndian(Take(8)) : (long)Number(marker);
    }

    private string Text()
    {
        long length = Whole();
        if (length < 0 || length > Left) { throw Error($"announces text of {length} bytes where {Left} are left", "Copy the whole file."); }
        return Encoding.UTF8.GetString(Take((int)length));
    }

    /// <summary>Bytes that an element of a type takes at least. Elements of no bytes could be more than memory holds.</summary>
    private int SizeOf(byte type) => (char)type switch
    {
        'I' => 2,
        'l' or 'd' => 4,
        'L' or 'D' => 8,
        'i' or 'U' or 'C' or 'S' or '[' or '{' => 1,
        _ => throw Unknown(type),
    };

    private static bool IsNumber(byte type) => "iUIlLdD"u8.Contains(type);

    private byte Marker()
    {
        // N is no value; it may stand anywhere, as padding.
        byte marker;
        do { marker = Take(1)[0]; }
        while (marker == 'N');
        return marker;
    }

    private bool Accept(char marker)
    {
        while (Left > 0 && bytes.Span[_at] == 'N') { _at++; }
        if (Left == 0 || bytes.Span[_at] != marker) { return false; }
        _at++;
        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) { throw Error("ends too early", "Copy the whole file."); }
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }

    private ForestFormatException Unknown(byte marker) => Error($"has a value or length of type 0x{marker:x2}", "Save the model again with XGBoost, as .ubj or .json.");

    private ForestFormatException Error(string problem, string mend) => new($"The UBJSON at byte {_at} {problem}. {mend}");
}
