using System.Globalization;
using System.Text;

namespace ModelOps.Onnx.Simplification;

/// <summary>Text that is the same for nodes that compute the same from the same inputs.</summary>
internal static class NodeKey
{
    /// <summary>The text; null for a node that has graphs, or parts that are not interpreted.</summary>
    public static string? Of(OnnxNode node)
    {
        StringBuilder key = new();
        Add(key, node.Domain is "ai.onnx" ? string.Empty : node.Domain);
        Add(key, node.OpType);
        Add(key, node.Overload);
        foreach (string input in node.Inputs) { Add(key.Append('i'), input); }
        foreach (string output in node.Outputs) { key.Append(output.Length > 0 ? 'o' : '_'); } // the same outputs are asked for
        foreach (OnnxAttribute attribute in node.Attributes.OrderBy(static attribute => attribute.Name, StringComparer.Ordinal))
        {
            if (Value(attribute.Value) is not { } value) { return null; }
            Add(key.Append('a').Append((int)attribute.Type), attribute.Name);
            Add(key, value);
        }

        return key.ToString();
    }

    private static string? Value(object value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        float number => BitConverter.SingleToInt32Bits(number).ToString(CultureInfo.InvariantCulture),
        string text => text,
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        OnnxTensor { ExternalData: null } tensor => DuplicateConstants.Key(tensor),
        IReadOnlyList<long> numbers => string.Join(',', numbers),
        IReadOnlyList<float> numbers => string.Join(',', numbers.Select(static number => BitConverter.SingleToInt32Bits(number))),
        IReadOnlyList<string> texts => string.Concat(texts.Select(static text => $"{text.Length}:{text}")),
        _ => null,
    };

    private static void Add(StringBuilder key, string text) => key.Append(text.Length).Append(':').Append(text);
}
