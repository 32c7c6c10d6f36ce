namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that run graphs of their own.</summary>
internal static class ControlOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(If, "If");
        registry.Add(Loop, "Loop");
        registry.Add(Scan, "Scan");
    }

    private static void If(NodeContext node)
    {
        IReadOnlyList<Fact>? yes = node.InferGraph("then_branch", []);
        IReadOnlyList<Fact>? no = node.InferGraph("else_branch", []);
        if (yes is null || no is null) { return; }
        if (yes.Count != node.OutputCount || no.Count != node.OutputCount) { node.Find(OnnxRule.Size, $"its branches give {yes.Count} and {no.Count} values for {node.OutputCount} outputs"); }
        for (int i = 0; i < Math.Min(node.OutputCount, Math.Min(yes.Count, no.Count)); i++)
        {
            if (yes[i].Type != no[i].Type && yes[i].Type != OnnxElementType.Undefined && no[i].Type != OnnxElementType.Undefined)
            {
                node.Find(OnnxRule.ElementType, $"its branches give {ElementTypes.Name(yes[i].Type)} and {ElementTypes.Name(no[i].Type)} for output {i}");
            }

            node.Set(i, Either(yes[i], no[i]));
        }
    }

    // Inputs: trip count, condition, carried values. Body: step, condition, carried -> condition, carried, collected.
    private static void Loop(NodeContext node)
    {
        int carried = Math.Max(0, node.InputCount - 2);
        List<Fact> inputs = [new Fact(OnnxElementType.Int64, []), new Fact(OnnxElementType.Bool, [])];
        for (int i = 0; i < carried; i++) { inputs.Add(new Fact(node.Type(2 + i), null)); } // shapes may change from step to step
        if (node.InferGraph("body", inputs) is not { } results) { return; }
        if (results.Count != node.OutputCount + 1) { node.Find(OnnxRule.Size, $"its body gives {results.Count} values for {node.OutputCount} outputs and a condition"); }
        for (int i = 0; i < Math.Min(node.OutputCount, results.Count - 1); i++)
        {
            if (i < carried) { node.Set(i, Either(node.Input(2 + i), results[1 + i])); }
            else { node.Set(i, results[1 + i].Type, Stack(results[1 + i])); }
        }
    }

    private static void Scan(NodeContext node)
    {
        long scanned = node.Int("num_scan_inputs", 0);
        long states = node.InputCount - scanned;
        if (scanned < 1 || states < 0)
        {
            node.Find(OnnxRule.Attribute, $"{scanned} of its {node.InputCount} inputs are scanned");
            return;
        }

        List<Fact> inputs = [];
        for (int i = 0; i < node.InputCount; i++) { inputs.Add(i < states ? new Fact(node.Type(i), null) : new Fact(node.Type(i), Slice(node, i, (int)(i - states)))); }
        if (node.InferGraph("body", inputs) is not { } results) { return; }
        for (int i = 0; i < Math.Min(node.OutputCount, results.Count); i++)
        {
            if (i < states) { node.Set(i, Either(node.Input(i), results[i])); }
            else { node.Set(i, results[i].Type, node.HasAttribute("scan_output_axes") ? null : Stack(results[i])); }
        }
    }

    private static Dim[]? Slice(NodeContext node, int input, int place)
    {
        IReadOnlyList<long>? axes = node.Ints("scan_input_axes");
        if (node.Shape(input) is not { } shape || (axes is not null && place >= axes.Count)) { return null; }
        return node.TryAxis(axes is null ? 0 : axes[place], shape.Length, out int axis) ? [.. shape[..axis], .. shape[(axis + 1)..]] : null;
    }

    // Sizes that the body computes may differ from step to step in files that runtimes still accept, so only numbers are kept.
    private static Dim[]? Stack(Fact one) => one.Shape is { } shape ? [Dim.Unknown, .. shape.Select(static size => size.IsKnown ? size : Dim.Unknown)] : null;

    /// <summary>What both facts say.</summary>
    private static Fact Either(Fact a, Fact b)
    {
        OnnxElementType type = a.Type == OnnxElementType.Undefined ? b.Type : a.Type;
        if (a.Shape is null || b.Shape is null || a.Shape.Length != b.Shape.Length) { return new Fact(type, null); }
        return new Fact(type, [.. a.Shape.Zip(b.Shape, static (one, other) => one.IsSame(other) ? one : Dim.Unknown)]);
    }
}
