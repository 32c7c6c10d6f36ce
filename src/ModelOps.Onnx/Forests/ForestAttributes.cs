using System.Buffers.Binary;

namespace ModelOps.Onnx.Forests;

/// <summary>The attributes of a tree ensemble's node, by name and checked type.</summary>
internal sealed class ForestAttributes
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public ForestAttributes(OnnxNode node)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (!_values.TryAdd(attribute.Name, attribute.Value)) { throw new ForestFormatException($"Attribute '{attribute.Name}' is there twice. Give it once."); }
        }

        HasDoubles = _values.Values.Any(static value => value is OnnxTensor { ElementType: OnnxElementType.Double });
    }

    /// <summary>Whether some list is a tensor of doubles.</summary>
    public bool HasDoubles { get; }

    public long Int(string name, long otherwise) => Find<long>(name, otherwise);

    public string String(string name, string otherwise) => Find(name, otherwise);

    public long[] Ints(string name) => List<long>(name);

    public string[] Strings(string name) => List<string>(name);

    /// <summary>A list of numbers, given as floats or, with the suffix of <c>ai.onnx.ml</c> 3, as a tensor.</summary>
    public double[] Numbers(string name)
    {
        string tensorName = $"{name}_as_tensor";
        float[] floats = List<float>(name);
        if (!_values.ContainsKey(tensorName)) { return Array.ConvertAll(floats, static value => (double)value); }
        if (floats.Length > 0) { throw new ForestFormatException($"It has both {name} and {tensorName}. Give one of them."); }
        return Elements(tensorName, Find<OnnxTensor>(tensorName, null!));
    }

    /// <summary>A list of numbers that is always a tensor, as in <c>ai.onnx.ml</c> 5; empty when it is not there.</summary>
    public double[] Elements(string name) => Find<OnnxTensor?>(name, null) is { } tensor ? Elements(name, tensor) : [];

    /// <summary>A tensor of bytes; empty when it is not there.</summary>
    public byte[] Bytes(string name)
    {
        OnnxTensor? tensor = Find<OnnxTensor?>(name, null);
        if (tensor is null) { return []; }
        if (tensor.ElementType != OnnxElementType.UInt8) { throw new ForestFormatException($"{name} holds {tensor.ElementType}. Give {OnnxElementType.UInt8}."); }
        CheckedCount(name, tensor, sizeof(byte));
        return tensor.RawData.ToArray();
    }

    private static double[] Elements(string name, OnnxTensor tensor)
    {
        int size = tensor.ElementType switch
        {
            OnnxElementType.Float16 => sizeof(short),
            OnnxElementType.Float => sizeof(float),
            OnnxElementType.Double => sizeof(double),
            _ => throw new ForestFormatException($"{name} holds {tensor.ElementType}. Give Float or Double."),
        };
        double[] values = new double[CheckedCount(name, tensor, size)];
        ReadOnlySpan<byte> data = tensor.RawData.Span;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = data[(i * size)..];
            values[i] = size switch
            {
                sizeof(short) => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                sizeof(float) => BinaryPrimitives.ReadSingleLittleEndian(element),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(element),
            };
        }

        return values;
    }

    private static long CheckedCount(string name, OnnxTensor tensor, int size)
    {
        ReadOnlySpan<byte> data = tensor.RawData.Span;
        long count = tensor.Shape.Count == 1 ? tensor.Shape[0] : -1;
        if (count < 0 || count > data.Length || count * size != data.Length)
        {
            throw new ForestFormatException($"{name} has shape [{string.Join(", ", tensor.Shape.Take(8))}] and {data.Length} bytes. Give one dimension and {size} bytes an element.");
        }

        return count;
    }

    /// <summary>A list as an array: itself where it is one, as those of readers are.</summary>
    private T[] List<T>(string name)
    {
        IReadOnlyList<T> list = Find<IReadOnlyList<T>>(name, []);
        return list as T[] ?? [.. list];
    }

    private T Find<T>(string name, T otherwise) => !_values.TryGetValue(name, out object? value)
        ? otherwise
        : value is T typed ? typed : throw new ForestFormatException($"Attribute '{name}' has the wrong type, {value.GetType().Name}. Give what the standard says.");
}
