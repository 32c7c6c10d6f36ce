using System.Text.Json;

namespace ModelOps.OpenInference.Wire;

/// <summary>JSON forms of the datatypes that have one number or truth value an element.</summary>
/// <remarks>Integers take neither fraction nor exponent; booleans are <c>true</c> and <c>false</c> only, since 0 and 1 hide a wrong datatype;
/// numbers that are not finite have no JSON form: they are refused when read and written as <c>null</c>.</remarks>
internal static class JsonElements
{
    public readonly struct Bool : IJsonElement<bool>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out bool value)
        {
            value = reader.TokenType == JsonTokenType.True;
            return value || reader.TokenType == JsonTokenType.False;
        }

        public static void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);
    }

    public readonly struct UInt8 : IJsonElement<byte>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out byte value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out value);
        }

        public static void Write(Utf8JsonWriter writer, byte value) => writer.WriteNumberValue((uint)value);
    }

    public readonly struct UInt16 : IJsonElement<ushort>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out ushort value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out value);
        }

        public static void Write(Utf8JsonWriter writer, ushort value) => writer.WriteNumberValue((uint)value);
    }

    public readonly struct UInt32 : IJsonElement<uint>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out uint value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value);
        }

        public static void Write(Utf8JsonWriter writer, uint value) => writer.WriteNumberValue(value);
    }

    public readonly struct UInt64 : IJsonElement<ulong>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out ulong value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out value);
        }

        public static void Write(Utf8JsonWriter writer, ulong value) => writer.WriteNumberValue(value);
    }

    public readonly struct Int8 : IJsonElement<sbyte>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out sbyte value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetSByte(out value);
        }

        public static void Write(Utf8JsonWriter writer, sbyte value) => writer.WriteNumberValue((int)value);
    }

    public readonly struct Int16 : IJsonElement<short>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out short value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt16(out value);
        }

        public static void Write(Utf8JsonWriter writer, short value) => writer.WriteNumberValue((int)value);
    }

    public readonly struct Int32 : IJsonElement<int>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out int value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value);
        }

        public static void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);
    }

    public readonly struct Int64 : IJsonElement<long>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out long value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
        }

        public static void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);
    }

    public readonly struct Float32 : IJsonElement<float>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out float value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value) && float.IsFinite(value);
        }

        public static void Write(Utf8JsonWriter writer, float value)
        {
            if (float.IsFinite(value)) { writer.WriteNumberValue(value); } else { writer.WriteNullValue(); }
        }
    }

    public readonly struct Float64 : IJsonElement<double>
    {
        public static bool TryRead(ref Utf8JsonReader reader, out double value)
        {
            value = 0;
            return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value);
        }

        public static void Write(Utf8JsonWriter writer, double value)
        {
            if (double.IsFinite(value)) { writer.WriteNumberValue(value); } else { writer.WriteNullValue(); }
        }
    }
}
