namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>The operator that takes ranges of dimensions.</summary>
internal static class SliceOperators
{
    public static void Register(OperatorRegistry registry) => registry.Add(Slice, "Slice");

    private static void Slice(NodeContext node)
    {
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        bool byInput = node.Version >= 10;
        Dim[]? starts = byInput ? node.Content(1) : Listed(node, "starts");
        Dim[]? ends = byInput ? node.Content(2) : Listed(node, "ends");
        IReadOnlyList<long>? axes = byInput ? node.Values(3) : node.Ints("axes");
        Dim[]? steps = byInput ? node.Content(4) : null;
        bool axesHidden = byInput && node.Has(3) && axes is null;
        if (starts is null || ends is null || axesHidden || (byInput && node.Has(4) && steps is null))
        {
            node.Set(0, node.Type(0), Untouched(shape, axesHidden ? null : axes));
            return;
        }

        axes ??= [.. Enumerable.Range(0, starts.Length).Select(static axis => (long)axis)];
        if (starts.Length != ends.Length || starts.Length != axes.Count || (steps is not null && steps.Length != starts.Length))
        {
            node.Find(OnnxRule.Size, $"there are {starts.Length} starts, {ends.Length} ends and {axes.Count} axes");
            return;
        }

        Dim[] result = [.. shape];
        Dim[]? content = node.Content(0);
        for (int i = 0; i < starts.Length; i++)
        {
            if (!node.TryAxis(axes[i], shape.Length, out int axis)) { return; }
            Dim step = steps is null ? 1 : steps[i];
            if (step.Is(0))
            {
                node.Find(OnnxRule.Size, "a step is 0");
                return;
            }

            result[axis] = Length(shape[axis], starts[i], ends[i], step);
            content = shape.Length == 1 && content is not null && starts[i].IsKnown && ends[i].IsKnown && step.IsKnown ? Part(content, starts[i].Value, ends[i].Value, step.Value) : null;
        }

        node.Set(0, node.Type(0), result, starts.Length <= 1 ? content : null);
    }

    private static Dim[]? Listed(NodeContext node, string attribute) => node.Ints(attribute)?.Select(static value => (Dim)value).ToArray();

    private static Dim[] Untouched(Dim[] shape, IReadOnlyList<long>? axes) =>
        [.. shape.Select((size, i) => axes is not null && !axes.Contains(i) && !axes.Contains(i - shape.Length) ? size : Dim.Unknown)];

    private static Dim Length(Dim size, Dim start, Dim end, Dim step)
    {
        if (!start.IsKnown || !step.IsKnown) { return Dim.Unknown; }
        if (!size.IsKnown || !end.IsKnown)
        {
            bool whole = start.Value == 0 && step.Value == 1 && (end.IsSame(size) || (end.IsKnown && end.Value >= int.MaxValue));
            return whole ? size : Dim.Unknown;
        }

        (long first, long last) = Bounds(size.Value, start.Value, end.Value, step.Value);
        Int128 way = (Int128)last - first;
        Int128 count = way == 0 || (way < 0) != (step.Value < 0) ? 0 : (Int128.Abs(way) + Int128.Abs(step.Value) - 1) / Int128.Abs(step.Value);
        return (long)count;
    }

    private static Dim[] Part(Dim[] content, long start, long end, long step)
    {
        (long first, long last) = Bounds(content.Length, start, end, step);
        List<Dim> part = [];
        for (Int128 i = first; step > 0 ? i < last : i > last; i += step) { part.Add(content[(int)i]); }
        return [.. part];
    }

    private static (long First, long Last) Bounds(long size, long start, long end, long step)
    {
        if (size == 0) { return (0, 0); }
        Int128 first = start < 0 ? (Int128)start + size : start;
        Int128 last = end < 0 ? (Int128)end + size : end;
        return step > 0
            ? ((long)Int128.Clamp(first, 0, size), (long)Int128.Clamp(last, 0, size))
            : ((long)Int128.Clamp(first, 0, size - 1), (long)Int128.Clamp(last, -1, size - 1));
    }
}
