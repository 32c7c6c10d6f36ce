namespace ModelOps.Onnx;

/// <summary>A named constant of a node. Immutable.</summary>
public sealed record OnnxAttribute
{
    private OnnxAttribute(string name, object value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Name, as the operator defines it.</summary>
    public string Name { get; }

    /// <summary>A <see cref="long"/>, <see cref="float"/>, <see cref="string"/>, <see cref="OnnxTensor"/>, or a list of the first three.</summary>
    public object Value { get; }

    /// <summary>An integer attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Int(string name, long value) => new(name, value);

    /// <summary>A float attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Float(string name, float value) => new(name, value);

    /// <summary>A string attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute String(string name, string value) => new(name, value);

    /// <summary>A tensor attribute.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Tensor(string name, OnnxTensor value) => new(name, value);

    /// <summary>A list of integers.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Ints(string name, IReadOnlyList<long> values) => new(name, values);

    /// <summary>A list of floats.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Floats(string name, IReadOnlyList<float> values) => new(name, values);

    /// <summary>A list of strings.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Values.</param>
    /// <returns>The attribute.</returns>
    public static OnnxAttribute Strings(string name, IReadOnlyList<string> values) => new(name, values);
}
