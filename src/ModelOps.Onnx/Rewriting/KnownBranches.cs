using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Shapes;
using ModelOps.Onnx.Simplification;

namespace ModelOps.Onnx.Rewriting;

/// <summary>Takes every <c>If</c> out whose condition follows from the file: from constants, or from the sizes and numbers of dimensions of values.</summary>
/// <param name="model">The model, for its operator sets and functions.</param>
/// <param name="graph">Its graph, rewritten in place.</param>
/// <param name="fold">Computes what depends on constants alone.</param>
internal sealed class KnownBranches(OnnxModel model, GraphEditor graph, Action fold)
{
    // What a branch makes may decide the next one. The bound is for models made to need more.
    private const int MaxRounds = 32;

    /// <summary>Goes on until nothing changes. Models without an <c>If</c> cost no inference.</summary>
    public void Resolve()
    {
        bool changed = ConstantIf.TryApply(graph);
        for (int round = 0; round < MaxRounds && HasBranches(); round++)
        {
            if (changed) { fold(); }
            changed = ConstantIf.TryApply(graph) | FindSizes();
            if (!changed) { return; }
        }
    }

    private bool HasBranches() => graph.Nodes.Any(static n => n.OpType == "If" && OperatorSet.Normalize(n.Domain).Length == 0);

    private bool FindSizes()
    {
        // Names of dimensions and declared inner shapes are not believed: no call is checked against them.
        new ShapeEngine(model with { Graph = graph.ToGraph() }, trustsDeclarations: false).Infer(out ShapeScope facts);
        return KnownContent.Apply(graph, name => facts[name]);
    }
}
