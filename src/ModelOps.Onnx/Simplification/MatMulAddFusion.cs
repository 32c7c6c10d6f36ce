using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Makes one <c>Gemm</c> of a product of two matrices and a bias that is added to each row.</summary>
internal sealed class MatMulAddFusion : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Options.FuseMatMulAdd && graph.Version >= 9 ? graph.Nodes : [])
        {
            if (!SimplifiedGraph.Is(node, "Add") || node.Inputs.Count != 2) { continue; }
            int place = IsMatMul(graph, node.Inputs[0]) ? 0 : IsMatMul(graph, node.Inputs[1]) ? 1 : -1;
            if (place < 0 || graph.Editor.Producer(node.Inputs[place]) is not { Inputs.Count: 2 } product || !Fits(graph, product, node.Inputs[1 - place])) { continue; }
            graph.Editor.Replace([product, node], new OnnxNode("Gemm", [.. product.Inputs, node.Inputs[1 - place]], node.Outputs) { Name = node.Name.Length > 0 ? node.Name : product.Name });
            changed = true;
        }

        return changed;
    }

    private static bool IsMatMul(SimplifiedGraph graph, string name) =>
        graph.Editor.Producer(name) is { } producer && SimplifiedGraph.Is(producer, "MatMul") && graph.OnlyReader(name, "Add") is not null;

    private static bool Fits(SimplifiedGraph graph, OnnxNode product, string bias)
    {
        Fact a = graph.Fact(product.Inputs[0]);
        Fact b = graph.Fact(product.Inputs[1]);
        Fact c = graph.Fact(bias);
        if (a.Shape is not { Length: 2 } || b.Shape is not { Length: 2 } matrix || a.Type is not (OnnxElementType.Float or OnnxElementType.Double) || c.Type != a.Type) { return false; }
        return c.Shape switch
        {
            [] => true,
            [var columns] => columns.Is(1) || columns.IsSame(matrix[1]),
            [var rows, var columns] => rows.Is(1) && (columns.Is(1) || columns.IsSame(matrix[1])),
            _ => false,
        };
    }
}
