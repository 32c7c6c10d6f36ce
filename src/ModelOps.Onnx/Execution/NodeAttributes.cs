namespace ModelOps.Onnx.Execution;

/// <summary>The attributes of a node, by name and type.</summary>
/// <param name="node">The node.</param>
internal sealed class NodeAttributes(OnnxNode node)
{
    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An integer.</summary>
    public long Int(string name, long otherwise) => Get(name, otherwise);

    /// <summary>A choice between yes and no.</summary>
    public bool Flag(string name, bool otherwise = false) => Int(name, otherwise ? 1 : 0) != 0;

    /// <summary>A float.</summary>
    public float Float(string name, float otherwise) => Get(name, otherwise);

    /// <summary>A text.</summary>
    public string String(string name, string otherwise) => Get(name, otherwise);

    /// <summary>Integers; empty when not given.</summary>
    public IReadOnlyList<long> Ints(string name) => Get<IReadOnlyList<long>>(name, []);

    /// <summary>Floats; empty when not given.</summary>
    public IReadOnlyList<float> Floats(string name) => Get<IReadOnlyList<float>>(name, []);

    /// <summary>Texts; empty when not given.</summary>
    public IReadOnlyList<string> Strings(string name) => Get<IReadOnlyList<string>>(name, []);

    /// <summary>A tensor; null when not given.</summary>
    public OnnxTensor? Tensor(string name) => Get<OnnxTensor?>(name, null);

    private OnnxAttribute? Find(string name) => node.Attributes.FirstOrDefault(a => a.Name == name);

    private T Get<T>(string name, T otherwise) => Find(name) is not { } attribute
        ? otherwise
        : attribute.Value is T value ? value : throw new UnsupportedNodeException($"attribute '{name}' is of type {attribute.Type}");
}
