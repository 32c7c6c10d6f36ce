using System.Globalization;

namespace ModelOps.Onnx.Quantization;

/// <summary>How much noise each node's quantization puts into the outputs of a model. Immutable.</summary>
/// <param name="Nodes">Nodes that can be quantized alone, most sensitive first. Those that only join quantized neighbours are not among them.</param>
/// <param name="SqnrDecibels">Ratio of signal to noise of the outputs with all of them quantized; of the worst output.</param>
public sealed record SensitivityReport(IReadOnlyList<NodeSensitivity> Nodes, double SqnrDecibels)
{
    /// <summary>The report for people, a line for each node.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join('\n', Nodes
        .Select(static n => string.Create(CultureInfo.InvariantCulture, $"{n.SqnrDecibels,7:F1} dB  {n.Node} ({n.OpType})"))
        .Append(string.Create(CultureInfo.InvariantCulture, $"{SqnrDecibels,7:F1} dB  all together")));
}
