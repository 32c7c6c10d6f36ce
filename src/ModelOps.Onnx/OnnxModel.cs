namespace ModelOps.Onnx;

/// <summary>An ONNX model: a graph and the operator sets it is written in. Immutable.</summary>
public sealed record OnnxModel
{
    /// <summary>The graph.</summary>
    public required OnnxGraph Graph { get; init; }

    /// <summary>Version of the file format. Default 8 (ONNX 1.10 to 1.13), which reads nearly everywhere.</summary>
    public long IrVersion { get; init; } = 8;

    /// <summary>Operator sets by domain; the empty domain is <c>ai.onnx</c>.</summary>
    public required IReadOnlyDictionary<string, long> OperatorSets { get; init; }

    /// <summary>What made the model.</summary>
    public string ProducerName { get; init; } = "ModelOps";

    /// <summary>Facts kept in the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
