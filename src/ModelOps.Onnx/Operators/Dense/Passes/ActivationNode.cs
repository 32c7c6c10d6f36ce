using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Dense.Passes;

/// <summary>Nodes that are activations.</summary>
internal static class ActivationNode
{
    /// <summary>Reads a node; null if it is no activation, or one whose numbers are not constant.</summary>
    public static Activation? Read(OnnxNode node, GraphEditor graph, int opset)
    {
        string domain = OperatorSet.Normalize(node.Domain);
        NodeAttributes attributes = new(node);
        if (domain == DenseOperators.Microsoft)
        {
            return node is { OpType: "Gelu" } ? new Activation(ActivationKind.Gelu) : node is { OpType: "FastGelu", Inputs.Count: 1 } ? new Activation(ActivationKind.GeluTanh) : null;
        }

        return domain.Length > 0 ? null : node.OpType switch
        {
            "Relu" => Activation.Relu,
            "Sigmoid" => new Activation(ActivationKind.Sigmoid),
            "Tanh" => new Activation(ActivationKind.Tanh),
            "Softsign" => new Activation(ActivationKind.Softsign),
            "LeakyRelu" => new Activation(ActivationKind.LeakyRelu, attributes.Float("alpha", 0.01f)),
            "Elu" => new Activation(ActivationKind.Elu, attributes.Float("alpha", 1)),
            "ThresholdedRelu" => new Activation(ActivationKind.ThresholdedRelu, attributes.Float("alpha", 1)),
            "HardSigmoid" => new Activation(ActivationKind.HardSigmoid, attributes.Float("alpha", 0.2f), attributes.Float("beta", 0.5f)),
            "Gelu" => new Activation(attributes.String("approximate", "none") == "tanh" ? ActivationKind.GeluTanh : ActivationKind.Gelu),
            "Clip" => Clip(node, attributes, graph, opset),
            _ => null,
        };
    }

    /// <summary>Bounds are attributes before operator set 11, and inputs since.</summary>
    private static Activation? Clip(OnnxNode node, NodeAttributes attributes, GraphEditor graph, int opset)
    {
        if (opset < 11) { return new Activation(ActivationKind.Clip, attributes.Float("min", float.MinValue), attributes.Float("max", float.MaxValue)); }
        return Bound(node, 1, graph, float.MinValue) is { } low && Bound(node, 2, graph, float.MaxValue) is { } high ? new Activation(ActivationKind.Clip, low, high) : null;
    }

    private static float? Bound(OnnxNode node, int index, GraphEditor graph, float otherwise)
    {
        if (index >= node.Inputs.Count || node.Inputs[index].Length == 0) { return otherwise; }
        return graph.Constant(node.Inputs[index]) is { ElementType: OnnxElementType.Float, RawData.Length: sizeof(float) } bound ? bound.Span<float>()[0] : null;
    }
}
