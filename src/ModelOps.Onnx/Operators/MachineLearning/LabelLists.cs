using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The lists of keys and values of a <c>LabelEncoder</c>: attributes of the three old types, or tensors since <c>ai.onnx.ml</c> 4.</summary>
internal static class LabelLists
{
    private static readonly OnnxElementType[] Types =
        [OnnxElementType.String, OnnxElementType.Int64, OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int16];

    /// <summary>Finds the type of a list.</summary>
    /// <param name="node">The node.</param>
    /// <param name="side"><c>keys</c> or <c>values</c>.</param>
    /// <exception cref="UnsupportedNodeException">There is none, or its type is unknown.</exception>
    public static OnnxElementType TypeOf(NodeContext node, string side)
    {
        NodeAttributes attributes = node.Attributes;
        OnnxElementType type = attributes.Tensor($"{side}_tensor") is { } tensor ? tensor.ElementType
            : attributes.Has($"{side}_strings") ? OnnxElementType.String
            : attributes.Has($"{side}_int64s") ? OnnxElementType.Int64
            : attributes.Has($"{side}_floats") ? OnnxElementType.Float
            : OnnxElementType.Undefined;
        return Types.Contains(type) ? type : throw new UnsupportedNodeException($"its {side} are of {ElementTypes.Name(type)}");
    }

    /// <summary>Reads a list of texts.</summary>
    public static string[] Texts(NodeContext node, string side) =>
        [.. node.Attributes.Tensor($"{side}_tensor") is { } tensor ? tensor.StringData : node.Attributes.Strings($"{side}_strings")];

    /// <summary>Reads a list of numbers, of the type that <see cref="TypeOf"/> finds.</summary>
    public static T[] Numbers<T>(NodeContext node, string side)
        where T : unmanaged
    {
        if (node.Attributes.Tensor($"{side}_tensor") is { } tensor) { return tensor.Span<T>().ToArray(); }
        return typeof(T) == typeof(long)
            ? (T[])(object)node.Attributes.Ints($"{side}_int64s").ToArray()
            : (T[])(object)node.Attributes.Floats($"{side}_floats").ToArray();
    }

    /// <summary>The text of unknown keys.</summary>
    public static string OtherText(NodeContext node) => node.Attributes.Tensor("default_tensor") is { } tensor
        ? tensor.StringData.Count > 0 ? tensor.StringData[0] : throw NoDefault()
        : node.Attributes.String("default_string", "_Unused");

    /// <summary>The number of unknown keys.</summary>
    /// <param name="node">The node.</param>
    /// <param name="type">Type of the values.</param>
    public static T OtherNumber<T>(NodeContext node, OnnxElementType type)
        where T : unmanaged
    {
        if (node.Attributes.Tensor("default_tensor") is { } tensor)
        {
            return tensor.ElementType == type && tensor.Span<T>() is [T first, ..] ? first : throw NoDefault();
        }

        return type switch
        {
            OnnxElementType.Int64 => (T)(object)node.Attributes.Int("default_int64", -1),
            OnnxElementType.Float => (T)(object)node.Attributes.Float("default_float", -0f),
            OnnxElementType.Double => (T)(object)-0d,
            OnnxElementType.Int32 => (T)(object)-1,
            _ => (T)(object)(short)-1,
        };
    }

    private static UnsupportedNodeException NoDefault() => new("its default_tensor is empty, or of another type than its values");
}
