namespace ModelOps.Onnx.Simplification;

/// <summary>Puts a batch normalization into the weights of the <c>Conv</c> or <c>Gemm</c> before it. Changes the rounding.</summary>
internal sealed class BatchNormalizationFusion : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Options.FuseBatchNormalization ? graph.Nodes : [])
        {
            if (!SimplifiedGraph.Is(node, "BatchNormalization") || node.Inputs.Count != 5 || !node.Outputs.Skip(1).All(static output => output.Length == 0)) { continue; }
            if (NodeAttribute.Int(node, "training_mode", 0) != 0 || graph.Editor.Producer(node.Inputs[0]) is not { } before || graph.OnlyReader(node.Inputs[0], "BatchNormalization") is null) { continue; }
            if (Affine(graph, node) is not { } affine || Fuse(graph, before, node, affine) is not { } fused) { continue; }
            graph.Editor.Replace([before, node], fused);
            changed = true;
        }

        return changed;
    }

    /// <summary>What the normalization does to a channel; null when it is not constant.</summary>
    private static (double[] Factor, double[] Shift)? Affine(SimplifiedGraph graph, OnnxNode node)
    {
        double[]?[] parameters = [.. node.Inputs.Skip(1).Select(name => Weights.Read(graph, name))];
        if (parameters is not [{ } scale, { } bias, { } mean, { } variance] || bias.Length != scale.Length || mean.Length != scale.Length || variance.Length != scale.Length) { return null; }
        double epsilon = NodeAttribute.Float(node, "epsilon", 1e-5f);
        double[] factor = [.. scale.Select((value, i) => value / Math.Sqrt(variance[i] + epsilon))];
        return (factor, [.. bias.Select((value, i) => value - (mean[i] * factor[i]))]);
    }

    private static OnnxNode? Fuse(SimplifiedGraph graph, OnnxNode before, OnnxNode node, (double[] Factor, double[] Shift) affine)
    {
        if (SimplifiedGraph.Is(before, "Conv")) { return Convolution(graph, before, node, affine); }
        if (GemmWeights.Read(graph, before) is not { } weights || weights.Columns != affine.Factor.Length) { return null; }
        weights.After(affine.Factor, affine.Shift);
        return weights.Write(graph, before.Inputs[0], node.Outputs[0]);
    }

    private static OnnxNode? Convolution(SimplifiedGraph graph, OnnxNode conv, OnnxNode node, (double[] Factor, double[] Shift) affine)
    {
        int channels = affine.Factor.Length;
        if (conv.Inputs.Count < 2 || Weights.Read(graph, conv.Inputs[1]) is not { Length: > 0 } weights || graph.Editor.Constant(conv.Inputs[1])! is not { Shape.Count: >= 3 } tensor || tensor.Shape[0] != channels) { return null; }
        bool hasBias = conv.Inputs.Count > 2 && conv.Inputs[2].Length > 0;
        if ((hasBias ? Weights.Read(graph, conv.Inputs[2]) : new double[channels]) is not { } bias || bias.Length != channels) { return null; }
        int each = weights.Length / channels;
        double[] scaled = [.. weights.Select((value, i) => value * affine.Factor[i / each])];
        double[] moved = [.. bias.Select((value, i) => (value * affine.Factor[i]) + affine.Shift[i])];
        if (!Weights.AreFinite(scaled, tensor.ElementType) || !Weights.AreFinite(moved, tensor.ElementType)) { return null; }
        string w = graph.Editor.AddConstant(Weights.Write($"{tensor.Name}_fused", tensor.ElementType, tensor.Shape, scaled));
        string b = graph.Editor.AddConstant(Weights.Write($"{w}_bias", tensor.ElementType, [channels], moved));
        return conv with { Inputs = [conv.Inputs[0], w, b], Outputs = [node.Outputs[0]] };
    }
}
