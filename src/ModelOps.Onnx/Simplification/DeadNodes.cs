namespace ModelOps.Onnx.Simplification;

/// <summary>Takes out nodes that nobody reads; constants that nobody reads go with them.</summary>
internal sealed class DeadNodes : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Editor.Nodes.Reverse())
        {
            if (!node.Outputs.All(graph.IsUnread)) { continue; }
            graph.Editor.Remove(node);
            changed = true;
        }

        return changed;
    }
}
