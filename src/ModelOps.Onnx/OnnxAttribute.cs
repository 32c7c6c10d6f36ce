namespace ModelOps.Onnx;

/// <summary>A named constant of a node. Immutable.</summary>
public sealed record OnnxAttribute
{
    private OnnxAttribute(string name, OnnxAttributeType type, object value)
    {
        Name = name;
        Type = type;
        Value = value;
    }

    /// <summary>Name, as the operator defines it.</summary>
    public string Name { get; }

    /// <summary>Type of the value.</summary>
    public OnnxAttributeType Type { get; }

    /// <summary>What <see cref="OnnxAttributeType"/> says for the type, lists as <c>IReadOnlyList</c>; or, inside a function, an <see cref="OnnxAttributeReference"/>.</summary>
    public object Value { get; }

    /// <summary>An integer attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Int(string name, long value) => new(name, OnnxAttributeType.Int, value);

    /// <summary>A float attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Float(string name, float value) => new(name, OnnxAttributeType.Float, value);

    /// <summary>A string attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute String(string name, string value) => new(name, OnnxAttributeType.String, value);

    /// <summary>A tensor attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Tensor(string name, OnnxTensor value) => new(name, OnnxAttributeType.Tensor, value);

    /// <summary>A list of integers.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Ints(string name, IReadOnlyList<long> values) => new(name, OnnxAttributeType.Ints, values);

    /// <summary>A list of floats.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Floats(string name, IReadOnlyList<float> values) => new(name, OnnxAttributeType.Floats, values);

    /// <summary>A list of strings.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Strings(string name, IReadOnlyList<string> values) => new(name, OnnxAttributeType.Strings, values);

    /// <summary>A string attribute that is not UTF-8.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value; kept, so do not change it.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Bytes(string name, ReadOnlyMemory<byte> value) => new(name, OnnxAttributeType.String, value);

    /// <summary>A graph attribute, e.g. a branch of <c>If</c>.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Graph(string name, OnnxGraph value) => new(name, OnnxAttributeType.Graph, value);

    /// <summary>A list of tensors.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Tensors(string name, IReadOnlyList<OnnxTensor> values) => new(name, OnnxAttributeType.Tensors, values);

    /// <summary>A list of graphs.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Graphs(string name, IReadOnlyList<OnnxGraph> values) => new(name, OnnxAttributeType.Graphs, values);

    /// <summary>What the caller of a function gave for one of its parameters.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Type of the parameter.</param>
    /// <param name="parameter">Name of the function's parameter.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Reference(string name, OnnxAttributeType type, string parameter) =>
        new(name, type, new OnnxAttributeReference(parameter, type));

    internal static OnnxAttribute Opaque(string name, OnnxAttributeType type, OnnxOpaque value) => new(name, type, value);

    internal static OnnxAttribute Opaques(string name, OnnxAttributeType type, IReadOnlyList<OnnxOpaque> values) => new(name, type, values);
}
