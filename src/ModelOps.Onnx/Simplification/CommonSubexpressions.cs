using ModelOps.Onnx.Shapes.Operators;

namespace ModelOps.Onnx.Simplification;

/// <summary>Computes once what several nodes compute alike.</summary>
internal sealed class CommonSubexpressions : ISimplification
{
    private static readonly HashSet<string> Random = new(StringComparer.Ordinal) { "Bernoulli", "Dropout", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike" };

    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        Dictionary<string, string[]> first = new(StringComparer.Ordinal);
        HashSet<(string, string)> functions = [.. graph.Functions.Select(static function => (function.Domain, function.Name))];
        foreach (OnnxNode node in graph.Nodes)
        {
            if (functions.Contains((node.Domain, node.OpType)) || NodeKey.Of(node) is not { } key) { continue; }
            if (Random.Contains(node.OpType) || OperatorRegistry.Find(node.Domain, node.OpType) is null) { continue; } // others may do more than compute
            if (first.TryAdd(key, [.. node.Outputs])) { continue; }
            if (first[key].SequenceEqual(node.Outputs)) { continue; }
            changed |= TryMerge(graph, node, first[key], out string? renamed);
            if (renamed is not null) { first[key] = [renamed]; }
        }

        return changed;
    }

    private static bool TryMerge(SimplifiedGraph graph, OnnxNode node, string[] same, out string? renamed)
    {
        renamed = null;
        if (node.Outputs.Count == 1)
        {
            if (!graph.TryBypass(node, same[0])) { return false; }
            renamed = graph.Editor.Producer(same[0]) is null ? node.Outputs[0] : null; // the first one took the name over
            return true;
        }

        bool changed = false;
        for (int i = 0; i < same.Length; i++)
        {
            string output = node.Outputs[i];
            if (!graph.IsUnread(output) && !graph.Editor.IsOutput(output)) { changed |= graph.TryRedirect(output, same[i]); }
        }

        return changed; // unread as it is now, the node goes with the dead ones
    }
}
