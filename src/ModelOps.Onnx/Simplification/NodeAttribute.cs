namespace ModelOps.Onnx.Simplification;

/// <summary>Reads and replaces attributes of nodes of the model's graph.</summary>
internal static class NodeAttribute
{
    public static IReadOnlyList<long>? Ints(OnnxNode node, string name) => Value(node, name) as IReadOnlyList<long>;

    public static long Int(OnnxNode node, string name, long absent) => Value(node, name) is long value ? value : absent;

    public static float Float(OnnxNode node, string name, float absent) => Value(node, name) is float value ? value : absent;

    public static IReadOnlyList<OnnxAttribute> Without(OnnxNode node, string name) => [.. node.Attributes.Where(attribute => attribute.Name != name)];

    private static object? Value(OnnxNode node, string name) => node.Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;
}
