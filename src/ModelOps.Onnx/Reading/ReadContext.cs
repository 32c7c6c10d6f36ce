using System.Text;
using System.Text.Unicode;

namespace ModelOps.Onnx.Reading;

/// <summary>What one read of a model has used of its limits, and the names it has seen.</summary>
internal sealed class ReadContext(OnnxReadOptions options, ExternalDataReader? external)
{
    private const int LongestSharedName = 256;

    private const int RecentTexts = 16;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly (ReadOnlyMemory<byte> Bytes, string? Text)[] _recent = new (ReadOnlyMemory<byte> Bytes, string? Text)[RecentTexts];
    private readonly List<long> _ints = [];
    private readonly List<float> _floats = [];
    private readonly List<string> _texts = [];
    private int _nodes;
    private int _tensors;
    private int _attributes;
    private int _values;
    private int _depth;

    /// <summary>Reader of external data; null when it stays where it is.</summary>
    public ExternalDataReader? External { get; } = external;

    /// <summary>Room for the list of one attribute, which ends up in an array of the right length; empty.</summary>
    public List<long> Ints => Cleared(_ints);

    /// <summary>Room for the list of one attribute; empty.</summary>
    public List<float> Floats => Cleared(_floats);

    /// <summary>Room for the list of one attribute; empty.</summary>
    public List<string> Texts => Cleared(_texts);

    public void CountNode() => Count(ref _nodes, options.MaxNodes, "nodes", nameof(OnnxReadOptions.MaxNodes));

    public void CountTensor() => Count(ref _tensors, options.MaxTensors, "tensors", nameof(OnnxReadOptions.MaxTensors));

    public void CountAttribute() => Count(ref _attributes, options.MaxAttributes, "attributes", nameof(OnnxReadOptions.MaxAttributes));

    public void CountValue() => Count(ref _values, options.MaxValues, "described values", nameof(OnnxReadOptions.MaxValues));

    public void EnterGraph() => Count(ref _depth, options.MaxGraphDepth, "graphs inside each other", nameof(OnnxReadOptions.MaxGraphDepth));

    public void LeaveGraph() => _depth--;

    /// <summary>Keeps a message as it is.</summary>
    public OnnxOpaque Opaque(ref ProtoReader reader, string kind)
    {
        CountValue();
        return new OnnxOpaque(kind, reader.Field, reader.Bytes().Bytes);
    }

    /// <summary>Decodes text; the same short text is the same object, since names of values recur.</summary>
    public string Text(ref ProtoReader reader)
    {
        ReadOnlyMemory<byte> memory = reader.Bytes().Bytes;
        ReadOnlySpan<byte> bytes = memory.Span;
        if (bytes.IsEmpty) { return string.Empty; }

        // Lists say the same few words again and again.
        ref (ReadOnlyMemory<byte> Bytes, string? Text) recent = ref _recent[(bytes.Length + bytes[^1]) % RecentTexts];
        if (recent.Text is not null && recent.Bytes.Span.SequenceEqual(bytes)) { return recent.Text; }
        if (!Utf8.IsValid(bytes)) { throw reader.Error($"field {reader.Field} is not UTF-8 text"); }
        if (bytes.Length > LongestSharedName) { return Encoding.UTF8.GetString(bytes); }

        Span<char> characters = stackalloc char[LongestSharedName];
        characters = characters[..Encoding.UTF8.GetChars(bytes, characters)];
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(characters, out string? name))
        {
            name = characters.ToString();
            _names.Add(name);
        }

        recent = (memory, name);
        return name;
    }

    private static List<T> Cleared<T>(List<T> list)
    {
        list.Clear();
        return list;
    }

    private static void Count(ref int used, int most, string what, string option)
    {
        if (++used > most)
        {
            throw new InvalidOnnxModelException("limit", $"it has more than {most} {what}", $"Raise {nameof(OnnxReadOptions)}.{option} if you trust the file.");
        }
    }
}
