using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Puts arithmetic with constants before or after a <c>Gemm</c> into its weights. Changes the rounding.</summary>
internal sealed class GemmScaling : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Options.FuseScales ? graph.Nodes : [])
        {
            if (node.Domain is not ("" or "ai.onnx") || node.OpType is not ("Add" or "Sub" or "Mul" or "Div") || node.Inputs.Count != 2 || node.Outputs.Count != 1) { continue; }
            changed |= TryAfter(graph, node) || TryBefore(graph, node);
        }

        return changed;
    }

    private static bool TryAfter(SimplifiedGraph graph, OnnxNode node)
    {
        int place = IsOnlyReaderOfGemm(graph, node, 0) ? 0 : IsOnlyReaderOfGemm(graph, node, 1) ? 1 : -1;
        if (place < 0 || graph.Editor.Producer(node.Inputs[place]) is not { } gemm || GemmWeights.Read(graph, gemm) is not { } weights) { return false; }
        if (Affine(graph, node, place, weights.Columns) is not var (factor, shift)) { return false; }
        weights.After(factor, shift);
        if (weights.Write(graph, gemm.Inputs[0], node.Outputs[0]) is not { } fused) { return false; }
        graph.Editor.Replace([gemm, node], fused);
        return true;
    }

    private static bool IsOnlyReaderOfGemm(SimplifiedGraph graph, OnnxNode node, int place) =>
        graph.Editor.Producer(node.Inputs[place]) is { } producer && SimplifiedGraph.Is(producer, "Gemm") && graph.OnlyReader(node.Inputs[place], node.OpType) is not null;

    private static bool TryBefore(SimplifiedGraph graph, OnnxNode node)
    {
        if (graph.OnlyReader(node.Outputs[0], "Gemm") is not { } gemm || gemm.Inputs[0] != node.Outputs[0] || NodeAttribute.Int(gemm, "transA", 0) != 0) { return false; }
        int place = graph.Editor.Constant(node.Inputs[1]) is not null ? 0 : 1;
        if (!KeepsShape(graph, node.Inputs[place], node.Outputs[0]) || GemmWeights.Read(graph, gemm) is not { } weights) { return false; }
        if (Affine(graph, node, place, weights.Rows) is not var (factor, shift)) { return false; }
        weights.Before(factor, shift);
        if (weights.Write(graph, node.Inputs[place], gemm.Outputs[0]) is not { } fused) { return false; }
        graph.Editor.Replace([node, gemm], fused);
        return true;
    }

    /// <summary>What a node does to each column of an input; null when the other input is no constant row.</summary>
    private static (double[] Factor, double[] Shift)? Affine(SimplifiedGraph graph, OnnxNode node, int place, int columns)
    {
        if (Weights.ReadRow(graph, node.Inputs[1 - place], columns) is not { } row) { return null; }
        double[] ones = [.. Enumerable.Repeat(1.0, columns)];
        double[] zeros = new double[columns];
        return node.OpType switch
        {
            "Add" => (ones, row),
            "Mul" => (row, zeros),
            "Sub" when place == 0 => (ones, Array.ConvertAll(row, static value => -value)),
            "Sub" => (Array.ConvertAll(ones, static value => -value), row),
            "Div" when place == 0 => (Array.ConvertAll(row, static value => 1 / value), zeros),
            _ => null,
        };
    }

    private static bool KeepsShape(SimplifiedGraph graph, string before, string after) =>
        graph.Fact(before).Shape is { Length: 2 } a && graph.Fact(after).Shape is { Length: 2 } b && a[0].IsSame(b[0]) && a[1].IsSame(b[1]);
}
