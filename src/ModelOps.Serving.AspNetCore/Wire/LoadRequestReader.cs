using System.Text;
using System.Text.Json;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Repository;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads the bodies of the repository extension's load and unload.</summary>
/// <remarks>Source: Triton's model repository extension. Its <c>config</c> is a text that holds JSON, and <c>file:{version}/{name}</c> a file in Base64.</remarks>
internal static class LoadRequestReader
{
    private const string FilePrefix = "file:";

    public static ModelLoadOrder ReadLoad(ReadOnlySpan<byte> json)
    {
        ModelLoadOrder order = new();
        if (json.IsEmpty) { return order; }
        Utf8JsonReader reader = WireJson.ReadObject(json);
        while (WireJson.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("parameters"u8)) { reader.Skip(); continue; }
            if (!WireJson.EnterParameters(ref reader)) { continue; }
            while (WireJson.NextMember(ref reader)) { ReadParameter(ref reader, order); }
        }

        reader.Read();
        return order;
    }

    /// <summary>Reads <c>unload_dependents</c>, which changes nothing: no model here is loaded on behalf of another.</summary>
    public static bool ReadUnload(ReadOnlySpan<byte> json)
    {
        bool dependents = false;
        if (json.IsEmpty) { return dependents; }
        Utf8JsonReader reader = WireJson.ReadObject(json);
        while (WireJson.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("parameters"u8)) { reader.Skip(); continue; }
            if (!WireJson.EnterParameters(ref reader)) { continue; }
            while (WireJson.NextMember(ref reader))
            {
                if (!reader.ValueTextEquals("unload_dependents"u8)) { ParameterJson.Skip(ref reader); continue; }
                reader.Read();
                dependents = WireJson.ToBool(ref reader, "unload_dependents");
            }
        }

        reader.Read();
        return dependents;
    }

    private static void ReadParameter(ref Utf8JsonReader reader, ModelLoadOrder order)
    {
        string name = reader.ValueSpan.Length <= WireJson.MaxTextBytes ? reader.GetString()! : throw WireErrors.Wrong("parameters", "an object with short names");
        reader.Read();
        if (name == "config" && reader.TokenType == JsonTokenType.String)
        {
            WireJson.Once(order.HasConfig, "config");
            order.HasConfig = true;
            ReadConfig(Encoding.UTF8.GetBytes(reader.GetString()!), order);
        }
        else if (name.StartsWith(FilePrefix, StringComparison.Ordinal) && reader.TokenType == JsonTokenType.String)
        {
            byte[] content = reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw WireErrors.Wrong("file:", "a file in Base64");
            if (!order.Files.TryAdd(name[FilePrefix.Length..], content)) { throw WireErrors.Twice("file:"); }
        }
        else
        {
            throw WireErrors.Wrong("parameters", "an object with the text 'config' and texts 'file:{version}/{name}', or neither");
        }
    }

    /// <summary>Reads how to host a model, which travels as a text of its own.</summary>
    public static void ReadConfig(ReadOnlySpan<byte> json, ModelLoadOrder order)
    {
        Utf8JsonReader reader = WireJson.ReadObject(json);
        while (WireJson.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("aliases"u8)) { order.Aliases = ReadAliases(ref reader); }
            else if (reader.ValueTextEquals("runtime"u8)) { order.Runtime = WireJson.ReadText(ref reader, "runtime"); }
            else if (reader.ValueTextEquals("is_required"u8)) { order.IsRequired = ReadFlag(ref reader, "is_required"); }
            else if (reader.ValueTextEquals("is_lazy"u8)) { order.IsLazy = ReadFlag(ref reader, "is_lazy"); }
            else if (reader.ValueTextEquals("is_pinned"u8)) { order.IsPinned = ReadFlag(ref reader, "is_pinned"); }
            else { throw WireErrors.Wrong("config", "an object with 'aliases', 'runtime', 'is_required', 'is_lazy' and 'is_pinned' at most; paths on the server are not taken from callers"); }
        }

        reader.Read();
    }

    private static bool ReadFlag(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return WireJson.ToBool(ref reader, what);
    }

    private static List<string> ReadAliases(ref Utf8JsonReader reader)
    {
        const int Most = 64;
        List<string> aliases = [];
        WireJson.EnterArray(ref reader, "aliases");
        while (WireJson.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.String || aliases.Count == Most) { throw WireErrors.Wrong("aliases", $"an array of at most {Most} strings"); }
            aliases.Add(reader.GetString()!);
        }

        return aliases;
    }
}
