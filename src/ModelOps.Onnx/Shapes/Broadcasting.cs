namespace ModelOps.Onnx.Shapes;

/// <summary>Shapes of operands that are stretched to each other. Source: ONNX, multidirectional broadcasting.</summary>
internal static class Broadcasting
{
    /// <summary>Shape of the result; null when the number of dimensions is unknown, or sizes contradict each other, which is found.</summary>
    public static Dim[]? Shape(NodeContext node, params ReadOnlySpan<int> inputs)
    {
        Dim[]? result = null;
        foreach (int input in inputs)
        {
            if (node.Shape(input) is not { } shape) { return null; }
            result = result is null ? shape : Pair(node, result, shape);
            if (result is null) { return null; }
        }

        return result;
    }

    public static Dim[]? Pair(NodeContext node, Dim[] a, Dim[] b)
    {
        if (ReferenceEquals(a, b)) { return a; }
        if (a.Length < b.Length) { (a, b) = (b, a); }
        Dim[] result = [.. a];
        int shift = a.Length - b.Length;
        bool changed = false;
        for (int i = 0; i < b.Length; i++)
        {
            if (One(a[shift + i], b[i]) is not { } size)
            {
                node.Find(OnnxRule.Size, $"shapes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not broadcast");
                return null;
            }

            changed |= !size.IsSame(a[shift + i]);
            result[shift + i] = size;
        }

        return changed ? result : a;
    }

    /// <summary>Size of one dimension; null when the two do not go together.</summary>
    private static Dim? One(Dim a, Dim b)
    {
        if (a.Is(1) || a.IsSame(b)) { return b; }
        if (b.Is(1)) { return a; }
        if (a.IsKnown && b.IsKnown) { return null; }
        return a.IsKnown ? a : b.IsKnown ? b : Dim.Unknown; // a size above 1 wins over one that can only be it, or 1
    }

    /// <summary>Elements of a result of two operands that are scalars or of one length; null for what is more than shapes are computed with.</summary>
    public static Dim[]? Zip(Dim[]? a, Dim[]? b, Dim[]? shape, Func<Dim, Dim, Dim> combine)
    {
        if (a is null || b is null || shape is not { Length: <= 1 }) { return null; }
        int count = a.Length == 1 ? b.Length : a.Length;
        if (b.Length != count && b.Length != 1) { return null; }
        Dim[] result = new Dim[count];
        for (int i = 0; i < count; i++) { result[i] = combine(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]); }
        return result;
    }
}
