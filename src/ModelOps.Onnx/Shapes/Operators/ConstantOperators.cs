namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators whose outputs depend on attributes, or on shapes, alone.</summary>
internal static class ConstantOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Constant, "Constant");
        registry.Add(ConstantOfShape, "ConstantOfShape");
        registry.Add(Shape, "Shape");
        registry.Add(Size, "Size");
        registry.Add(Range, "Range");
        registry.Add(EyeLike, "EyeLike");
        registry.Add(static node => node.Set(0, node.ElementType("dtype", OnnxElementType.Float), Listed(node, "shape")), "RandomNormal", "RandomUniform");
        registry.Add(static node => node.Set(0, node.ElementType("dtype", node.Type(0)), node.Shape(0)), "RandomNormalLike", "RandomUniformLike");
        registry.Add(Window, "BlackmanWindow", "HannWindow", "HammingWindow");
    }

    /// <summary>The shape that the elements of an input are; null when their number is not known.</summary>
    public static Dim[]? FromContent(NodeContext node, int input)
    {
        if (node.Content(input) is { } content)
        {
            if (!Array.Exists(content, static size => size.IsKnown && size.Value < 0)) { return content; }
            node.Find(OnnxRule.Size, $"a size is negative: [{string.Join(", ", content)}]");
            return null;
        }

        return node.Shape(input) is [{ IsKnown: true, Value: <= ShapeBudget.MaxRank } rank] ? Unknown((int)rank.Value) : null;
    }

    public static Dim[] Unknown(int rank)
    {
        Dim[] shape = new Dim[rank];
        Array.Fill(shape, Dim.Unknown);
        return shape;
    }

    private static Dim[]? Listed(NodeContext node, string attribute)
    {
        if (node.Ints(attribute) is not { } sizes) { return null; }
        if (sizes.All(static size => size >= 0)) { return [.. sizes.Select(static size => (Dim)size)]; }
        node.Find(OnnxRule.Attribute, $"its attribute {Quote.Short(attribute)} has a negative size");
        return null;
    }

    private static void Constant(NodeContext node)
    {
        if (node.Tensor("value") is { } tensor) { node.Set(0, Fact.Of(tensor)); }
        else if (node.Value("value_float") is float) { node.Set(0, OnnxElementType.Float, []); }
        else if (node.Value("value_floats") is IReadOnlyList<float> floats) { node.Set(0, OnnxElementType.Float, [floats.Count]); }
        else if (node.Value("value_int") is long number) { node.Set(0, OnnxElementType.Int64, [], [number]); }
        else if (node.Value("value_ints") is IReadOnlyList<long> numbers)
        {
            node.Set(0, OnnxElementType.Int64, [numbers.Count], numbers.Count <= Fact.MaxContent ? [.. numbers.Select(static value => (Dim)value)] : null);
        }
        else if (node.Value("value_string") is not null) { node.Set(0, OnnxElementType.String, []); }
        else if (node.Value("value_strings") is IReadOnlyList<string> strings) { node.Set(0, OnnxElementType.String, [strings.Count]); }
        else if (!node.HasAttribute("sparse_value")) { node.Find(OnnxRule.Attribute, "it has no value"); }
    }

    private static void ConstantOfShape(NodeContext node)
    {
        OnnxTensor? value = node.Tensor("value");
        Dim[]? shape = FromContent(node, 0);
        Dim count = shape is null ? Dim.Unknown : DimMath.Product(shape);
        Dim[]? element = value is null ? null : TensorContent.Read(value);
        Dim[]? content = count is { IsKnown: true, Value: <= Fact.MaxContent } && element is { Length: 1 } ? [.. Enumerable.Repeat(element[0], (int)count.Value)] : null;
        node.Set(0, value?.ElementType ?? OnnxElementType.Float, shape, content);
    }

    private static void Shape(NodeContext node)
    {
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, OnnxElementType.Int64, [Dim.Unknown]);
            return;
        }

        int start = Bound(node.Int("start", 0), shape.Length);
        int end = Math.Max(start, Bound(node.Int("end", shape.Length), shape.Length));
        Dim[] content = shape[start..end];
        node.Set(0, OnnxElementType.Int64, [content.Length], content);
    }

    private static int Bound(long position, int rank) => (int)Math.Clamp(position < 0 ? position + rank : position, 0, rank);

    private static void Size(NodeContext node) =>
        node.Set(0, OnnxElementType.Int64, [], node.Shape(0) is { } shape ? [DimMath.Product(shape)] : null);

    private static void Range(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        node.ExpectSameType(0, 2);
        if (node.Values(0) is not [long start] || node.Values(1) is not [long limit] || node.Values(2) is not [long delta])
        {
            bool counts = node.Values(0) is [0] && node.Values(2) is [1] && node.Content(1) is [{ Symbol: not null }];
            node.Set(0, node.Type(0), [counts ? node.Content(1)![0] : Dim.Unknown]);
            return;
        }

        if (delta == 0)
        {
            node.Find(OnnxRule.Size, "its step is 0");
            return;
        }

        Int128 way = (Int128)limit - start;
        Int128 count = Int128.Max(0, (way / delta) + (way % delta != 0 && (way < 0) == (delta < 0) ? 1 : 0));
        Dim[]? content = count > Fact.MaxContent ? null : [.. Enumerable.Range(0, (int)count).Select(i => (Dim)(start + (i * delta)))];
        node.Set(0, node.Type(0), [count > long.MaxValue ? Dim.Unknown : (long)count], content);
    }

    private static void EyeLike(NodeContext node)
    {
        if (node.MayHaveRank(0, 2)) { node.Set(0, node.ElementType("dtype", node.Type(0)), node.Shape(0)); }
    }

    private static void Window(NodeContext node) =>
        node.Set(0, node.ElementType("output_datatype", OnnxElementType.Float), [node.Content(0) is [var size] && !(size.IsKnown && size.Value < 0) ? size : Dim.Unknown]);
}
