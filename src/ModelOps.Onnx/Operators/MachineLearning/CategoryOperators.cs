using System.Collections.Frozen;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operators over categories: names to numbers and back, and one-hot vectors. Those of maps are refused, since no request or response has a map.</summary>
internal static class CategoryOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(MachineLearningDomain.Name, "LabelEncoder", static node => node.Opset >= 2 ? LabelEncoderCompiler.Compile(node) : OldLabelEncoder(node));
        set.Add(MachineLearningDomain.Name, "CategoryMapper", CategoryMapper);
        set.Add(MachineLearningDomain.Name, "OneHotEncoder", OneHotEncoder);
        set.Add(MachineLearningDomain.Name, "ZipMap", static _ => throw new UnsupportedNodeException(
            $"it makes a sequence of maps, which responses do not have; {nameof(OnnxModelEditor)}.{nameof(OnnxModelEditor.RemoveZipMaps)} lets the model return the tensor"));
        set.Add(MachineLearningDomain.Name, "DictVectorizer", RefuseMap);
        set.Add(MachineLearningDomain.Name, "CastMap", RefuseMap);
    }

    private static CompiledNode RefuseMap(NodeContext node) => throw new UnsupportedNodeException("its input is a map, which requests do not have; give the model tensors");

    /// <summary>The first version has one list, whose places are the numbers.</summary>
    private static CompiledNode OldLabelEncoder(NodeContext node)
    {
        IReadOnlyList<string> classes = node.Attributes.Strings("classes_strings");
        return Map(node, classes, [.. Enumerable.Range(0, classes.Count).Select(static i => (long)i)]);
    }

    private static CompiledNode CategoryMapper(NodeContext node)
    {
        IReadOnlyList<string> texts = node.Attributes.Strings("cats_strings");
        IReadOnlyList<long> numbers = node.Attributes.Ints("cats_int64s");
        return texts.Count == numbers.Count ? Map(node, texts, numbers) : throw new UnsupportedNodeException($"it has {texts.Count} texts and {numbers.Count} numbers");
    }

    /// <summary>Texts to numbers or numbers to texts, as the input is. The last of equal keys counts.</summary>
    private static CompiledNode Map(NodeContext node, IReadOnlyList<string> texts, IReadOnlyList<long> numbers)
    {
        bool isToNumbers = node.RequireType(0, OnnxElementType.String, OnnxElementType.Int64) == OnnxElementType.String;
        node.SetOutputType(0, isToNumbers ? OnnxElementType.Int64 : OnnxElementType.String);
        long otherNumber = node.Attributes.Int("default_int64", -1);
        string otherText = node.Attributes.String("default_string", "_Unused");
        Dictionary<string, long> toNumbers = [];
        Dictionary<long, string> toTexts = [];
        for (int i = 0; i < texts.Count; i++)
        {
            toNumbers[texts[i]] = numbers[i];
            toTexts[numbers[i]] = texts[i];
        }

        FrozenDictionary<string, long> frozenNumbers = toNumbers.ToFrozenDictionary();
        FrozenDictionary<long, string> frozenTexts = toTexts.ToFrozenDictionary();
        Func<NodeValues, Step> create = isToNumbers
            ? v => new LookupStep<string, TextCells, long, NumberCells<long>>(v.Input(0), v.Output(0), frozenNumbers, otherNumber)
            : v => new LookupStep<long, NumberCells<long>, string, TextCells>(v.Input(0), v.Output(0), frozenTexts, otherText);
        return new CompiledNode(create) { IsRowWise = true };
    }

    private static CompiledNode OneHotEncoder(NodeContext node)
    {
        OnnxElementType type = node.RequireType(0, OnnxElementType.String, OnnxElementType.Int64, OnnxElementType.Int32, OnnxElementType.Float, OnnxElementType.Double);
        string[] texts = [.. node.Attributes.Strings("cats_strings")];
        long[] numbers = [.. node.Attributes.Ints("cats_int64s")];
        if (texts.Length > 0 == numbers.Length > 0 || type == OnnxElementType.String != texts.Length > 0)
        {
            throw new UnsupportedNodeException($"it has {texts.Length} categories of text and {numbers.Length} of numbers, and an input of {ElementTypes.Name(type)}");
        }

        node.SetOutputType(0, OnnxElementType.Float);
        bool allowsUnknown = node.Attributes.Flag("zeros", otherwise: true);
        if (type == OnnxElementType.String)
        {
            FrozenDictionary<string, int> places = texts.Index().Reverse().DistinctBy(static c => c.Item).ToFrozenDictionary(static c => c.Item, static c => c.Index);
            return new CompiledNode(v => new OneHotStep(v.Input(0), v.Output(0), new TextCategories(v.Input(0), places), texts.Length, allowsUnknown)) { IsRowWise = true };
        }

        NumberPlaces table = new(numbers);
        return new CompiledNode(v => new OneHotStep(v.Input(0), v.Output(0), new NumberCategories(v.Input(0), table), numbers.Length, allowsUnknown)) { IsRowWise = true };
    }
}
