using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>Makes JSON of the events of one YAML document. An alias replays the events of its anchor, at the cost of its nodes.</summary>
internal sealed class YamlReplay
{
    private static readonly SearchValues<string> PlainTags = SearchValues.Create(
        ["tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"],
        StringComparison.Ordinal);

    private readonly string _what;
    private readonly List<ParsingEvent> _events;
    private readonly Dictionary<int, int> _targets = []; // index of an alias to that of its anchor
    private int _nodes;

    public YamlReplay(string what, List<ParsingEvent> events)
    {
        _what = what;
        _events = events;
        Dictionary<AnchorName, int> anchors = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i] is AnchorAlias alias)
            {
                _targets[i] = anchors.TryGetValue(alias.Value, out int target) ? target : throw Wrong($"it refers to the anchor '{alias.Value}', which is not there");
            }
            else if (events[i] is NodeEvent { Anchor.IsEmpty: false } node)
            {
                anchors[node.Anchor] = i;
            }
        }
    }

    public JsonElement ToJson() => JsonText.Build(writer => Write(writer, 0, 0));

    /// <returns>The index after the node.</returns>
    private int Write(Utf8JsonWriter writer, int index, int depth)
    {
        if (depth > YamlJson.MaxDepth) { throw Wrong($"it is nested deeper than {YamlJson.MaxDepth} levels"); }
        if (++_nodes > YamlJson.MaxNodes) { throw Wrong($"its anchors make more than {YamlJson.MaxNodes} values of it"); }
        switch (_events[index])
        {
            case AnchorAlias:
                Write(writer, _targets[index], depth + 1);
                return index + 1;
            case Scalar scalar:
                YamlScalars.Write(writer, Check(scalar));
                return index + 1;
            case SequenceStart sequence:
                Check(sequence);
                return WriteSequence(writer, index + 1, depth);
            case MappingStart mapping:
                Check(mapping);
                return WriteMapping(writer, index + 1, depth);
            default:
                throw Wrong("it ends too early");
        }
    }

    private int WriteSequence(Utf8JsonWriter writer, int index, int depth)
    {
        writer.WriteStartArray();
        while (_events[index] is not SequenceEnd) { index = Write(writer, index, depth + 1); }
        writer.WriteEndArray();
        return index + 1;
    }

    private int WriteMapping(Utf8JsonWriter writer, int index, int depth)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        writer.WriteStartObject();
        while (_events[index] is not MappingEnd)
        {
            if (_events[index] is not Scalar key) { throw Wrong("it has a key that is not a text"); }
            if (!keys.Add(Check(key).Value)) { throw Wrong($"it has the key '{Shorten(key.Value)}' twice"); }
            writer.WritePropertyName(key.Value);
            index = Write(writer, index + 1, depth + 1);
        }

        writer.WriteEndObject();
        return index + 1;
    }

    // A tag may name a Python class, which safe_load refuses too.
    private T Check<T>(T node)
        where T : NodeEvent =>
        node.Tag.IsEmpty || node.Tag.IsNonSpecific || PlainTags.Contains(node.Tag.Value)
            ? node
            : throw Wrong($"it has the tag '{Shorten(node.Tag.Value)}', and only YAML's own are read");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private MlflowFormatException Wrong(string reason) => new(_what, reason);
}
