using System.Runtime.InteropServices;
using ModelOps.Onnx.Rewriting;
using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Turns sizes that are known, though they are computed from values that are not, into constants.</summary>
internal sealed class KnownContent : ISimplification
{
    public bool Apply(SimplifiedGraph graph) => Apply(graph.Editor, graph.Fact);

    /// <summary>Rewrites a graph in place.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fact">What is certain of a value.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Apply(GraphEditor graph, Func<string, Fact> fact)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Outputs is not [{ Length: > 0 } output] || graph.IsOutput(output) || Tensor(output, fact(output)) is not { } tensor) { continue; }
            graph.SetConstant(output, tensor);
            graph.Remove(node);
            changed = true;
        }

        return changed;
    }

    private static OnnxTensor? Tensor(string name, Fact fact)
    {
        if (fact.Content is not { } content || fact.Shape is not { } shape) { return null; }
        if (Array.Exists(content, static element => !element.IsKnown) || Array.Exists(shape, static size => !size.IsKnown)) { return null; }
        if (!DimMath.Product(shape).Is(content.Length)) { return null; }
        long[] values = Array.ConvertAll(content, static element => element.Value);
        byte[] raw = fact.Type switch
        {
            OnnxElementType.Int64 => MemoryMarshal.AsBytes<long>(values).ToArray(),
            OnnxElementType.Int32 => MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, static value => (int)value)).ToArray(),
            _ => Array.ConvertAll(values, static value => (byte)value),
        };
        return new OnnxTensor(name, fact.Type, Array.ConvertAll(shape, static size => size.Value), raw);
    }
}
