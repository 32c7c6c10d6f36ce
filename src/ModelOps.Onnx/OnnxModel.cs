using System.Collections.ObjectModel;

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
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Version of what made the model; may be empty.</summary>
    public string ProducerVersion { get; init; } = string.Empty;

    /// <summary>Name space of the model, e.g. a reversed host name; may be empty.</summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>Version of the model itself; 0 when not told.</summary>
    public long ModelVersion { get; init; }

    /// <summary>Words for people; may be empty.</summary>
    public string DocString { get; init; } = string.Empty;

    /// <summary>Functions that nodes of the model call.</summary>
    public IReadOnlyList<OnnxFunction> Functions { get; init; } = [];

    /// <summary>Parts that are kept but not interpreted: training information, device configurations.</summary>
    public IReadOnlyList<OnnxOpaque> Opaque { get; init; } = [];
}
