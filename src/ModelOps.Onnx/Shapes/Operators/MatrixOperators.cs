namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Products of matrices.</summary>
internal static class MatrixOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(MatMul, "MatMul");
        registry.Add(static node => node.Set(0, OnnxElementType.Int32, Product(node, 0, 1)), "MatMulInteger");
        registry.Add(static node => node.Set(0, node.Type(7), Product(node, 0, 3)), "QLinearMatMul");
        registry.Add(Gemm, "Gemm");
        registry.Add(Determinant, "Det");
    }

    /// <summary>Shape of a product of stacks of matrices, as <c>numpy.matmul</c> has it; null when unknown or contradictory, which is found.</summary>
    public static Dim[]? Product(NodeContext node, int left, int right)
    {
        if (node.Shape(left) is not { } a || node.Shape(right) is not { } b) { return null; }
        if (a.Length == 0 || b.Length == 0)
        {
            node.Find(OnnxRule.Rank, "a scalar is no matrix");
            return null;
        }

        Dim shared = b.Length == 1 ? b[0] : b[^2];
        if (a[^1].Differs(shared))
        {
            node.Find(OnnxRule.Size, $"matrices of shapes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not go together: {a[^1]} columns, but {shared} rows");
            return null;
        }

        Dim[] stackA = a.Length > 2 ? a[..^2] : [];
        Dim[] stackB = b.Length > 2 ? b[..^2] : [];
        if (Broadcasting.Pair(node, stackA, stackB) is not { } stack) { return null; }
        Dim[] rows = a.Length > 1 ? [a[^2]] : [];
        Dim[] columns = b.Length > 1 ? [b[^1]] : [];
        return [.. stack, .. rows, .. columns];
    }

    /// <summary>Shape of a product of two matrices, either transposed before.</summary>
    public static Dim[]? Flat(NodeContext node, int left, int right)
    {
        if (!node.MayHaveRank(left, 2) || !node.MayHaveRank(right, 2)) { return null; }
        bool turnsA = node.Flag("transA");
        bool turnsB = node.Flag("transB");
        Dim[] a = node.Shape(left) ?? [Dim.Unknown, Dim.Unknown];
        Dim[] b = node.Shape(right) ?? [Dim.Unknown, Dim.Unknown];
        Dim columns = a[turnsA ? 0 : 1];
        Dim rows = b[turnsB ? 1 : 0];
        if (columns.Differs(rows)) { node.Find(OnnxRule.Size, $"matrices do not go together: {columns} columns, but {rows} rows"); }
        return [a[turnsA ? 1 : 0], b[turnsB ? 0 : 1]];
    }

    private static void MatMul(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        node.Set(0, node.FirstType(0, 1), Product(node, 0, 1));
    }

    private static void Gemm(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        Dim[]? shape = Flat(node, 0, 1);
        if (node.Has(2))
        {
            node.ExpectSameType(0, 2);
            if (shape is not null && node.Shape(2) is { } bias) { CheckBias(node, shape, bias); }
        }

        node.Set(0, node.FirstType(0, 1), shape);
    }

    private static void CheckBias(NodeContext node, Dim[] shape, Dim[] bias)
    {
        bool fits = bias.Length <= 2;
        for (int i = 1; fits && i <= bias.Length; i++) { fits = bias[^i].Is(1) || !bias[^i].Differs(shape[^i]); }
        if (!fits) { node.Find(OnnxRule.Size, $"a bias of shape [{string.Join(", ", bias)}] does not stretch to [{string.Join(", ", shape)}]"); }
    }

    private static void Determinant(NodeContext node)
    {
        if (node.Shape(0) is { Length: >= 2 } shape)
        {
            node.ExpectSameSize(shape[^2], shape[^1], "rows and columns of a square matrix");
            node.Set(0, node.Type(0), shape[..^2]);
        }
        else if (node.Shape(0) is not null)
        {
            node.Find(OnnxRule.Rank, "its input is no matrix");
        }
        else
        {
            node.Set(0, node.Type(0), null);
        }
    }
}
