using System.Text.Json;
using System.Text.Unicode;

namespace ModelOps.OpenInference.Wire;

/// <summary>Small steps over the JSON of a request. Unknown members are skipped; a known member may be there once.</summary>
internal static class WireJson
{
    /// <summary>Deepest nesting; peers have the same.</summary>
    public const int MaxDepth = 100;

    /// <summary>Longest name or other text.</summary>
    public const int MaxTextBytes = 4096;

    /// <summary>A reader that stands on the opening brace of the only object there is.</summary>
    public static Utf8JsonReader ReadObject(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) { throw WireErrors.NotUnicode(); }
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? reader : throw WireErrors.Wrong("the body", "a JSON object");
    }

    /// <summary>Moves to the name of the next member of the object the reader is in; false at its end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Moves to the next item of an array; false at its end.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Reads a value that must be a string of a sensible length.</summary>
    public static string ReadText(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length is > 0 and <= MaxTextBytes
            ? reader.GetString()!
            : throw WireErrors.Wrong(what, $"a string of 1 to {MaxTextBytes} bytes");
    }

    /// <summary>Reads a value that may be a string of a sensible length, or null.</summary>
    public static string? ReadOptionalText(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxTextBytes)
            ? reader.GetString()
            : throw WireErrors.Wrong(what, $"a string of at most {MaxTextBytes} bytes");
    }

    /// <summary>Reads the value of a parameter that must be a boolean.</summary>
    public static bool ToBool(ref Utf8JsonReader reader, string what) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw WireErrors.Wrong(what, "true or false"),
    };

    /// <summary>Enters an array.</summary>
    public static void EnterArray(ref Utf8JsonReader reader, string what)
    {
        if (!EnterOptionalArray(ref reader, what)) { throw WireErrors.Wrong(what, "an array"); }
    }

    /// <summary>Enters an array; false when it is null, as some clients write what they leave out.</summary>
    public static bool EnterOptionalArray(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw WireErrors.Wrong(what, "an array"),
        };
    }

    /// <summary>Enters a <c>parameters</c> object; false when it is null.</summary>
    public static bool EnterParameters(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw WireErrors.Wrong("parameters", "an object"),
        };
    }

    /// <summary>Moves to the value of the parameter of a name, checking the values passed on the way; false at the end of the object.</summary>
    public static bool NextParameter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (NextMember(ref reader))
        {
            bool found = reader.ValueTextEquals(name);
            ParameterJson.Skip(ref reader);
            if (found) { return true; }
        }

        return false;
    }

    /// <summary>Refuses a second member of the same name.</summary>
    public static void Once(bool seen, string what)
    {
        if (seen) { throw WireErrors.Twice(what); }
    }
}
