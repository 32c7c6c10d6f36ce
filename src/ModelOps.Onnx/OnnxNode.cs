using System.Collections.ObjectModel;

namespace ModelOps.Onnx;

/// <summary>One operation of a graph. Immutable.</summary>
/// <param name="OpType">Operator, e.g. <c>Gemm</c>.</param>
/// <param name="Inputs">Names read; an empty name is an optional input left out.</param>
/// <param name="Outputs">Names written.</param>
public sealed record OnnxNode(string OpType, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Domain of the operator; empty for <c>ai.onnx</c>.</summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>Name of the node; may be empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Attributes.</summary>
    public IReadOnlyList<OnnxAttribute> Attributes { get; init; } = [];

    /// <summary>Which of several functions of the same domain and name is called; usually empty.</summary>
    public string Overload { get; init; } = string.Empty;

    /// <summary>Words for people; may be empty.</summary>
    public string DocString { get; init; } = string.Empty;

    /// <summary>Facts about the node.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Parts that are kept but not interpreted: device configurations.</summary>
    public IReadOnlyList<OnnxOpaque> Opaque { get; init; } = [];
}
