using System.Text;
using System.Text.Unicode;

namespace ModelOps.Onnx.Reading;

/// <summary>What one read of a model has used of its limits, and the names it has seen.</summary>
internal sealed class ReadContext(OnnxReadOptions options, ExternalDataReader? external)
{
    private const int LongestSharedName = 256;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _nodes;
    private int _tensors;
    private int _attributes;
    private int _values;
    private int _depth;

    /// <summary>Reader of external data; null when it stays where it is.</summary>
    public ExternalDataReader? External { get; } = external;

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
        ReadOnlySpan<byte> bytes = reader.Bytes().Bytes.Span;
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

        return name;
    }

    private static void Count(ref int used, int most, string what, string option)
    {
        if (++used > most)
        {
            throw new InvalidOnnxModelException("limit", $"it has more than {most} {what}", $"Raise {nameof(OnnxReadOptions)}.{option} if you trust the file.");
        }
    }
}
