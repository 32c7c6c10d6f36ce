using System.Collections.ObjectModel;

namespace ModelOps.Onnx;

/// <summary>Nodes in an order in which they can run, with inputs, outputs and constants. Immutable.</summary>
public sealed record OnnxGraph
{
    /// <summary>Name of the graph.</summary>
    public string Name { get; init; } = "graph";

    /// <summary>Nodes, each after those whose outputs it reads.</summary>
    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    /// <summary>Inputs that a caller gives.</summary>
    public required IReadOnlyList<OnnxValueInfo> Inputs { get; init; }

    /// <summary>Outputs that a caller gets.</summary>
    public required IReadOnlyList<OnnxValueInfo> Outputs { get; init; }

    /// <summary>Constants, named as the nodes read them.</summary>
    public IReadOnlyList<OnnxTensor> Initializers { get; init; } = [];

    /// <summary>Types and shapes of values inside the graph, as far as the file tells them.</summary>
    public IReadOnlyList<OnnxValueInfo> ValueInfo { get; init; } = [];

    /// <summary>Words for people; may be empty.</summary>
    public string DocString { get; init; } = string.Empty;

    /// <summary>Facts about the graph.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Parts that are kept but not interpreted: sparse initializers, quantization annotations.</summary>
    public IReadOnlyList<OnnxOpaque> Opaque { get; init; } = [];
}
