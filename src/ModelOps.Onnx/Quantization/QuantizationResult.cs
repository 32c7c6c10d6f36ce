using System.Collections.ObjectModel;
using ModelOps.Onnx.Writing;

namespace ModelOps.Onnx.Quantization;

/// <summary>A quantized model, and what was done to which node. Immutable.</summary>
public sealed record QuantizationResult
{
    /// <summary>The quantized model. Write it with <see cref="OnnxModelWriter"/>.</summary>
    public required OnnxModel Model { get; init; }

    /// <summary>The nodes of the model that was given, in its order, save constants.</summary>
    public required IReadOnlyList<NodeOutcome> Nodes { get; init; }

    /// <summary>Ranges that calibration chose, by name of the value; empty when there was none.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges { get; init; } = ReadOnlyDictionary<string, ValueRange>.Empty;

    /// <summary>How many nodes were quantized.</summary>
    public int QuantizedCount => Nodes.Count(static n => n.IsQuantized);

    internal static long FileBytes(OnnxModel model) => new ModelSerializer(external: null).Serialize(model).Sum(static chunk => (long)chunk.Length);
}
