using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.HalfFloats;

/// <summary>Stores weights as halves and widens them when the model is loaded, so that it computes in float as before: CPUs compute in halves slowly or not at all.</summary>
internal static class HalfConversion
{
    public static QuantizationResult Convert(OnnxModel model, Float16Options options)
    {
        GraphEditor editor = new(model.Graph);
        HashSet<string> widened = new(StringComparer.Ordinal);
        List<OnnxNode> casts = [];
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (OnnxTensor tensor in model.Graph.Initializers.Where(static t => t.ElementType == OnnxElementType.Float))
        {
            if (editor.Constant(tensor.Name) is null || editor.IsOutput(tensor.Name))
            {
                reasons[tensor.Name] = "its weight is an input or output of the graph";
                continue;
            }

            if (!ElementTypes.TryCount(tensor.Shape, out long count) || count < options.MinElements) { continue; }
            Half[] halves = Halves(Tensors.Floats(tensor), out double error);
            if (!(error <= options.MaxRelativeError))
            {
                reasons[tensor.Name] = "its weight has values that halves cannot hold";
                continue;
            }

            string name = editor.AddConstant(new OnnxTensor(tensor.Name + "_half", OnnxElementType.Float16, tensor.Shape, MemoryMarshal.AsBytes<Half>(halves).ToArray()));
            casts.Add(new OnnxNode("Cast", [name], [tensor.Name]) { Name = tensor.Name + "_widen", Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Float)] });
            widened.Add(tensor.Name);
        }

        NodeOutcome[] outcomes = [.. model.Graph.Nodes.Select(Outcome)];
        OnnxGraph graph = editor.ToGraph();

        // The casts make the values that were constants.
        graph = graph with
        {
            Nodes = [.. casts, .. graph.Nodes],
            Initializers =
            [
                .. graph.Initializers.Where(t => !widened.Contains(t.Name)),
                .. casts.Select(cast => editor.Constant(cast.Inputs[0])!),
            ],
        };
        return new QuantizationResult { Model = QuantizedModel.Finish(model, graph, "float16 weights"), Nodes = outcomes };

        NodeOutcome Outcome(OnnxNode node)
        {
            bool isHalf = node.Inputs.Any(widened.Contains);
            string reason = isHalf ? "weights are stored as halves" : node.Inputs.Select(reasons.GetValueOrDefault).FirstOrDefault(static r => r is not null) ?? "it has no weight worth converting";
            return new NodeOutcome(NodeFacts.Label(node), node.OpType, isHalf, reason);
        }
    }

    private static Half[] Halves(ReadOnlySpan<float> values, out double error)
    {
        Half[] halves = new Half[values.Length];
        double signal = 0, noise = 0;
        for (int i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            double difference = values[i] - (double)halves[i];
            signal += (double)values[i] * values[i];
            noise += difference * difference;
        }

        error = noise == 0 ? 0 : Math.Sqrt(noise / signal);
        return halves;
    }
}
