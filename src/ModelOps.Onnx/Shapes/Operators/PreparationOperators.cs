namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators of <c>ai.onnx.ml</c> that prepare features.</summary>
internal static class PreparationOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(OperatorRegistry.MachineLearning, static node => node.Set(0, OnnxElementType.Float, node.Shape(0)), "Normalizer", "Scaler");
        registry.Add(OperatorRegistry.MachineLearning, ElementwiseOperators.Same, "Binarizer", "Imputer");
        registry.Add(OperatorRegistry.MachineLearning, ArrayFeatureExtractor, "ArrayFeatureExtractor");
        registry.Add(OperatorRegistry.MachineLearning, CategoryMapper, "CategoryMapper");
        registry.Add(OperatorRegistry.MachineLearning, FeatureVectorizer, "FeatureVectorizer");
        registry.Add(OperatorRegistry.MachineLearning, LabelEncoder, "LabelEncoder");
        registry.Add(OperatorRegistry.MachineLearning, OneHotEncoder, "OneHotEncoder");
    }

    private static void ArrayFeatureExtractor(NodeContext node)
    {
        if (node.Shape(0) is not { Length: > 0 } shape || node.Shape(1) is not { } places)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        Dim count = DimMath.Product(places);
        node.Set(0, node.Type(0), shape.Length == 1 ? [1, count] : [.. shape[..^1], count]);
    }

    private static void CategoryMapper(NodeContext node) => node.Set(
        0,
        node.Type(0) switch
        {
            OnnxElementType.String => OnnxElementType.Int64,
            OnnxElementType.Int64 => OnnxElementType.String,
            _ => OnnxElementType.Undefined,
        },
        node.Shape(0));

    private static void FeatureVectorizer(NodeContext node)
    {
        Dim rows = Dim.Unknown;
        for (int i = 0; i < node.InputCount && rows.IsUnknown; i++) { rows = node.Shape(i) is { Length: 2 } shape ? shape[0] : Dim.Unknown; }
        Dim columns = node.Ints("inputdimensions") is { } sizes ? DimMath.Sum([.. sizes.Select(static size => (Dim)size)]) : Dim.Unknown;
        node.Set(0, OnnxElementType.Float, [rows, columns.IsKnown && columns.Value < 0 ? Dim.Unknown : columns]);
    }

    private static void LabelEncoder(NodeContext node) => node.Set(0, Values(node), node.Shape(0));

    private static OnnxElementType Values(NodeContext node)
    {
        if (node.Tensor("values_tensor") is { } values) { return values.ElementType; }
        if (node.HasAttribute("values_floats")) { return OnnxElementType.Float; }
        if (node.HasAttribute("values_int64s")) { return OnnxElementType.Int64; }
        if (node.HasAttribute("values_strings")) { return OnnxElementType.String; }
        return node.Version >= 2 ? OnnxElementType.Undefined : node.Type(0) switch // version 1 translates both ways
        {
            OnnxElementType.String => OnnxElementType.Int64,
            OnnxElementType.Int64 => OnnxElementType.String,
            _ => OnnxElementType.Undefined,
        };
    }

    private static void OneHotEncoder(NodeContext node)
    {
        int categories = Math.Max(node.Length("cats_int64s"), node.Length("cats_strings"));
        if (categories == 0) { node.Find(OnnxRule.Attribute, "it has no categories"); }
        else { node.Set(0, OnnxElementType.Float, node.Shape(0) is { } shape ? [.. shape, categories] : null); }
    }
}
