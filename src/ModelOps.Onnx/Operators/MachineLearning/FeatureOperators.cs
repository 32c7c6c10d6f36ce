using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operators that prepare features: scaling, norms, missing values, thresholds, columns.</summary>
internal static class FeatureOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(MachineLearningDomain.Name, "Scaler", Scaler);
        set.Add(MachineLearningDomain.Name, "Normalizer", Normalizer);
        set.Add(MachineLearningDomain.Name, "Imputer", Imputer);
        set.Add(MachineLearningDomain.Name, "Binarizer", Binarizer);
        set.Add(MachineLearningDomain.Name, "ArrayFeatureExtractor", ArrayFeatureExtractor);
        set.Add(MachineLearningDomain.Name, "FeatureVectorizer", FeatureVectorizer);
    }

    private static CompiledNode Scaler(NodeContext node)
    {
        FeatureTypes.RequireNumbers(node);
        float[] offset = [.. node.Attributes.Floats("offset")];
        float[] scale = [.. node.Attributes.Floats("scale")];
        if (scale.Length == 0 || scale.Length != offset.Length)
        {
            throw new UnsupportedNodeException($"it has {offset.Length} offsets and {scale.Length} scales, and needs as many of one as of the other");
        }

        node.SetOutputType(0, OnnxElementType.Float);
        return new CompiledNode(v => new ScalerStep(v.Input(0), v.Output(0), offset, scale)) { IsRowWise = true };
    }

    private static CompiledNode Normalizer(NodeContext node)
    {
        NormKind norm = node.Attributes.String("norm", "MAX") switch
        {
            "MAX" => NormKind.Max,
            "L1" => NormKind.L1,
            "L2" => NormKind.L2,
            string other => throw new UnsupportedNodeException($"its norm is {Quote.Short(other)}"),
        };
        OnnxElementType type = FeatureTypes.RequireNumbers(node);
        node.SetOutputType(0, OnnxElementType.Float);
        return new CompiledNode(type switch
        {
            OnnxElementType.Float => v => new NormalizerStep<float>(v.Input(0), v.Output(0), norm),
            OnnxElementType.Double => v => new NormalizerStep<double>(v.Input(0), v.Output(0), norm),
            OnnxElementType.Int64 => v => new NormalizerStep<long>(v.Input(0), v.Output(0), norm),
            _ => v => new NormalizerStep<int>(v.Input(0), v.Output(0), norm),
        })
        {
            IsRowWise = true,
        };
    }

    private static CompiledNode Imputer(NodeContext node)
    {
        OnnxElementType type = node.RequireType(0, OnnxElementType.Float, OnnxElementType.Int64);
        float[] floats = [.. node.Attributes.Floats("imputed_value_floats")];
        long[] integers = [.. node.Attributes.Ints("imputed_value_int64s")];
        if (floats.Length > 0 == integers.Length > 0) { throw new UnsupportedNodeException($"it has {floats.Length} floats and {integers.Length} integers to impute, and needs one kind"); }
        if (type == OnnxElementType.Float != floats.Length > 0) { throw new UnsupportedNodeException("what it imputes is of another type than its input"); }
        node.SetOutputType(0, type);
        float replacedFloat = node.Attributes.Float("replaced_value_float", 0f);
        long replacedInteger = node.Attributes.Int("replaced_value_int64", 0);
        return new CompiledNode(type == OnnxElementType.Float
            ? v => new ImputerStep<float>(v.Input(0), v.Output(0), replacedFloat, floats)
            : v => new ImputerStep<long>(v.Input(0), v.Output(0), replacedInteger, integers))
        {
            IsRowWise = true,
        };
    }

    private static CompiledNode Binarizer(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.Float);
        float threshold = node.Attributes.Float("threshold", 0f);
        return new CompiledNode(v => new BinarizerStep(v.Input(0), v.Output(0), threshold)) { IsRowWise = true };
    }

    private static CompiledNode ArrayFeatureExtractor(NodeContext node)
    {
        OnnxElementType type = node.RequireType(0, OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32, OnnxElementType.String);
        node.RequireType(1, OnnxElementType.Int64);
        node.SetOutputType(0, type);
        return new CompiledNode(type switch
        {
            OnnxElementType.String => static v => new PickStringsStep(v.Input(0), v.Input(1), v.Output(0)),
            OnnxElementType.Double or OnnxElementType.Int64 => static v => new PickStep<long>(v.Input(0), v.Input(1), v.Output(0)),
            _ => static v => new PickStep<int>(v.Input(0), v.Input(1), v.Output(0)),
        })
        {
            IsRowWise = node.Constant(1) is not null,
        };
    }

    private static CompiledNode FeatureVectorizer(NodeContext node)
    {
        for (int i = 0; i < node.InputCount; i++) { FeatureTypes.RequireNumbers(node, i); }
        IReadOnlyList<long> lengths = node.Attributes.Ints("inputdimensions");
        if (lengths.Count != node.InputCount || lengths.Count == 0) { throw new UnsupportedNodeException($"it has {node.InputCount} inputs and {lengths.Count} inputdimensions"); }
        if (lengths.Any(static l => l is < 0 or > int.MaxValue) || lengths.Sum(static l => (decimal)l) > int.MaxValue) { throw new UnsupportedNodeException("its inputdimensions are below 0, or too large"); }
        node.SetOutputType(0, OnnxElementType.Float);
        int[] columns = [.. lengths.Select(static l => (int)l)];
        return new CompiledNode(v => new FeatureVectorizerStep([.. v.Inputs.OfType<Value>()], v.Output(0), columns))
        {
            IsRowWise = true,
        };
    }
}
