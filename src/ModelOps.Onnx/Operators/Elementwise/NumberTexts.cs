using System.Globalization;
using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Numbers as strings, as ONNX Runtime writes and reads them: reals with 8 significant digits, <c>NaN</c>, <c>INF</c>, <c>-INF</c>.</summary>
internal static class NumberTexts
{
    /// <summary>Writes numbers of a type.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of numbers.</exception>
    public static Func<NodeValues, Step> Formatter(OnnxElementType type) => type switch
    {
        OnnxElementType.Bool => Format(static (bool x) => x ? "1" : "0"),
        OnnxElementType.Float => Format(static (float x) => Write(x, "g8")),
        OnnxElementType.Double => Format(static (double x) => Write(x, "g8")),
        OnnxElementType.Float16 => Format(static (Half x) => Write((float)x, "g8")),
        OnnxElementType.BFloat16 => Format(static (BFloat16 x) => Write(x.ToSingle(), "g8")),
        OnnxElementType.Int8 => Format(static (sbyte x) => Write(x)),
        OnnxElementType.Int16 => Format(static (short x) => Write(x)),
        OnnxElementType.Int32 => Format(static (int x) => Write(x)),
        OnnxElementType.Int64 => Format(static (long x) => Write(x)),
        OnnxElementType.UInt8 => Format(static (byte x) => Write(x)),
        OnnxElementType.UInt16 => Format(static (ushort x) => Write(x)),
        OnnxElementType.UInt32 => Format(static (uint x) => Write(x)),
        OnnxElementType.UInt64 => Format(static (ulong x) => Write(x)),
        _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
    };

    /// <summary>Reads numbers of a type.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of numbers.</exception>
    public static Func<NodeValues, Step> Parser(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => Parse(ReadReal<float>),
        OnnxElementType.Double => Parse(ReadReal<double>),
        OnnxElementType.Float16 => Parse(static text => ReadReal<float>(text) is { } x ? (Half)x : (Half?)null),
        OnnxElementType.BFloat16 => Parse(static text => ReadReal<float>(text) is { } x ? BFloat16.FromSingle(x) : (BFloat16?)null),
        OnnxElementType.Int8 => Parse(ReadInteger<sbyte>),
        OnnxElementType.Int16 => Parse(ReadInteger<short>),
        OnnxElementType.Int32 => Parse(ReadInteger<int>),
        OnnxElementType.Int64 => Parse(ReadInteger<long>),
        OnnxElementType.UInt8 => Parse(ReadInteger<byte>),
        OnnxElementType.UInt16 => Parse(ReadInteger<ushort>),
        OnnxElementType.UInt32 => Parse(ReadInteger<uint>),
        OnnxElementType.UInt64 => Parse(ReadInteger<ulong>),
        _ => throw new UnsupportedNodeException($"it has no form from strings to {ElementTypes.Name(type)}"),
    };

    private static Func<NodeValues, Step> Format<T>(Func<T, string> format)
        where T : unmanaged => v => new FormatStep<T>(v, format);

    private static Func<NodeValues, Step> Parse<T>(Func<string, T?> parse)
        where T : unmanaged => v => new ParseStep<T>(v, parse);

    private static string Write<T>(T x)
        where T : IBinaryInteger<T> => x.ToString(null, CultureInfo.InvariantCulture);

    private static string Write<T>(T x, string format)
        where T : IFloatingPointIeee754<T> =>
        T.IsNaN(x) ? "NaN" : T.IsInfinity(x) ? (x > T.Zero ? "INF" : "-INF") : x.ToString(format, CultureInfo.InvariantCulture);

    private static T? ReadReal<T>(string text)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T x)) { return x; }
        return text.Trim().ToUpperInvariant() switch
        {
            "NAN" or "+NAN" or "-NAN" => T.NaN,
            "INF" or "+INF" or "INFINITY" => T.PositiveInfinity,
            "-INF" or "-INFINITY" => T.NegativeInfinity,
            _ => null,
        };
    }

    private static T? ReadInteger<T>(string text)
        where T : struct, IBinaryInteger<T> => T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out T x) ? x : null;
}
