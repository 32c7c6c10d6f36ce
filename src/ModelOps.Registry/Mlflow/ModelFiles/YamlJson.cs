using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>YAML that others wrote, as JSON. Untrusted: size, depth and nodes are bounded, anchors may not multiply, keys are unique.</summary>
internal static class YamlJson
{
    public const int MaxCharacters = 4 << 20;
    public const int MaxDepth = 32;
    public const int MaxNodes = 100_000;

    /// <param name="what">What is read, for the error.</param>
    /// <param name="text">The YAML; one document.</param>
    /// <exception cref="MlflowFormatException">It is not YAML, or larger, deeper or stranger than an honest file is.</exception>
    public static JsonElement Read(string what, string text)
    {
        if (text.Length > MaxCharacters) { throw new MlflowFormatException(what, $"it has {text.Length} characters, and at most {MaxCharacters} are read"); }
        try
        {
            return new YamlReplay(what, Gather(what, text)).ToJson();
        }
        catch (YamlException error)
        {
            throw new MlflowFormatException(what, $"it is not YAML (line {error.Start.Line}, column {error.Start.Column})", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new MlflowFormatException(what, "it is not YAML", error); // what the parser throws at some malformed texts
        }
    }

    public static string Write(JsonElement value)
    {
        StringBuilder text = new();
        using StringWriter writer = new(text) { NewLine = "\n" };
        Emitter emitter = new(writer, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Reads all events before anything is made of them, so that depth is known before anything recurses.</summary>
    private static List<ParsingEvent> Gather(string what, string text)
    {
        List<ParsingEvent> events = [];
        Parser parser = new(new StringReader(text));
        int depth = 0;
        int documents = 0;
        while (parser.MoveNext())
        {
            ParsingEvent entry = parser.Current!;
            depth += entry.NestingIncrease;
            if (depth > MaxDepth + 2) { throw new MlflowFormatException(what, $"it is nested deeper than {MaxDepth} levels"); }
            if (entry is DocumentStart && ++documents > 1) { throw new MlflowFormatException(what, "it holds more than one document"); }
            if (entry is StreamStart or StreamEnd or DocumentStart or DocumentEnd or Comment) { continue; }
            events.Add(entry);
            if (events.Count > 2 * MaxNodes) { throw new MlflowFormatException(what, $"it has more than {MaxNodes} values"); }
        }

        return events.Count > 0 ? events : throw new MlflowFormatException(what, "it is empty");
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, Any(value.EnumerateObject()) ? MappingStyle.Block : MappingStyle.Flow));
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    emitter.Emit(YamlScalars.Text(property.Name));
                    Emit(emitter, property.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, value.GetArrayLength() > 0 ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (JsonElement item in value.EnumerateArray()) { Emit(emitter, item); }
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(YamlScalars.Text(value.GetString()!));
                break;
            default:
                emitter.Emit(YamlScalars.Plain(value.GetRawText()));
                break;
        }
    }

    private static bool Any(JsonElement.ObjectEnumerator properties) => properties.MoveNext();
}
