namespace ModelOps.Onnx.Shapes;

internal sealed partial class NodeContext
{
    public long Int(string name, long absent) => Value(name) is long value ? value : absent;

    public bool Flag(string name, bool absent = false) => Int(name, absent ? 1 : 0) != 0;

    /// <summary>A list of integers; null when there is none, or one that is too long for what such lists say.</summary>
    public IReadOnlyList<long>? Ints(string name) => Value(name) is IReadOnlyList<long> { Count: <= Fact.MaxContent } values ? values : null;

    public string Text(string name, string absent) => Value(name) as string ?? absent;

    public OnnxTensor? Tensor(string name) => Value(name) as OnnxTensor;

    public bool HasAttribute(string name) => Value(name) is not null;

    /// <summary>Entries of an attribute that is a list; 0 when there is none.</summary>
    public int Length(string name) => Value(name) switch
    {
        IReadOnlyList<long> values => values.Count,
        IReadOnlyList<float> values => values.Count,
        IReadOnlyList<string> values => values.Count,
        _ => 0,
    };

    /// <summary>An attribute that holds an element type; undefined, with a finding, when the type is unknown.</summary>
    public OnnxElementType ElementType(string name, OnnxElementType absent)
    {
        if (Value(name) is not long value) { return absent; }
        if (value is > 0 and <= (long)OnnxElementType.Int2) { return (OnnxElementType)value; }
        Find(OnnxRule.Attribute, $"its attribute {Quote.Short(name)} is no element type: {value}");
        return OnnxElementType.Undefined;
    }

    public object? Value(string name)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (attribute.Name == name) { return Resolve(attribute); }
        }

        return null;
    }

    private object? Resolve(OnnxAttribute attribute)
    {
        if (attribute.Value is not OnnxAttributeReference reference) { return attribute.Value; }
        return scope.Parameters is { } parameters && parameters.TryGetValue(reference.Parameter, out OnnxAttribute? given) ? given.Value : null;
    }

    /// <summary>Attributes of the node with the references of a function resolved, for a function that it calls.</summary>
    public Dictionary<string, OnnxAttribute> Given()
    {
        Dictionary<string, OnnxAttribute> given = new(StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            OnnxAttribute? value = attribute;
            if (attribute.Value is OnnxAttributeReference reference && scope.Parameters?.TryGetValue(reference.Parameter, out value) != true) { continue; }
            given[attribute.Name] = value!;
        }

        return given;
    }
}
