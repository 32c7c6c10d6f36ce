using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

public sealed class CategoryOperatorsTests
{
    private static readonly OnnxTensor Texts = OnnxTensor.Strings("x", [3, 2], ["b", "a", "?", "ß", "", "a"]);
    private static readonly OnnxTensor Integers = OnnxTensor.Int64s("x", [3, 2], [0, 1, -5, 2, 7, long.MaxValue]);
    private static readonly OnnxTensor Floats = OnnxTensor.Floats("x", [3, 3], [0f, -0f, 1.5f, float.NaN, 2f, float.PositiveInfinity, 1e30f, -3f, 2.5f]);

    private static readonly Dictionary<string, OnnxAttribute> Keys = new()
    {
        ["string"] = OnnxAttribute.Strings("keys_strings", ["a", "b", "a", "ß"]),
        ["int64"] = OnnxAttribute.Ints("keys_int64s", [1, 7, 1, long.MaxValue]),
        ["float"] = OnnxAttribute.Floats("keys_floats", [0f, 1.5f, 0f, float.NaN]),
    };

    private static readonly Dictionary<string, OnnxAttribute> Values = new()
    {
        ["string"] = OnnxAttribute.Strings("values_strings", ["x", "y", "z", ""]),
        ["int64"] = OnnxAttribute.Ints("values_int64s", [10, 20, 30, long.MinValue]),
        ["float"] = OnnxAttribute.Floats("values_floats", [0.5f, float.NaN, -0f, float.PositiveInfinity]),
    };

    public static MatrixTheoryData<string, string, int> LabelEncoderListsOfAnyTypeCases => new(["string", "int64", "float"], ["string", "int64", "float"], [2, 3, 4]);

    [Theory]
    [MemberData(nameof(LabelEncoderListsOfAnyTypeCases))]
    public void LabelEncoder_ListsOfAnyType_IsThatOfOnnxRuntime(string key, string value, int version)
    {
        if (key == value && (version < 4 || key != "string")) { return; } // ONNX Runtime has kernels for those that change the type, and for texts
        OnnxNode node = new("LabelEncoder", ["x"], ["y"]) { Attributes = [Keys[key], Values[value]] };
        MachineLearningModel.Check(node, Input(key), Type(value), version: version);
        OnnxAttribute otherwise = value switch { "string" => OnnxAttribute.String("default_string", "other"), "int64" => OnnxAttribute.Int("default_int64", 99), _ => OnnxAttribute.Float("default_float", 9.5f) };
        MachineLearningModel.Check(node with { Attributes = [.. node.Attributes, otherwise] }, Input(key), Type(value), version: version);
    }

    [Fact]
    public void LabelEncoder_Tensors_AreThoseOfOnnxRuntime()
    {
        OnnxTensor doubles = OnnxTensor.Doubles("", [3], [0.5, double.NaN, -1]);
        OnnxTensor x = OnnxTensor.Doubles("x", [2, 3], [0.5, double.NaN, 3, -1, 0, double.PositiveInfinity]);
        OnnxTensor names = OnnxTensor.Strings("", [3], ["half", "none", "minus"]);
        OnnxNode toTexts = new("LabelEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Tensor("keys_tensor", doubles), OnnxAttribute.Tensor("values_tensor", names), OnnxAttribute.Tensor("default_tensor", OnnxTensor.Strings("", [1], ["?"]))] };
        MachineLearningModel.Check(toTexts, x, OnnxElementType.String, version: 4);
        OnnxNode toDoubles = new("LabelEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Tensor("keys_tensor", doubles), OnnxAttribute.Tensor("values_tensor", OnnxTensor.Doubles("", [3], [1, 2, 3])), OnnxAttribute.Tensor("default_tensor", OnnxTensor.Doubles("", [1], [-7]))] };
        MachineLearningModel.Check(toDoubles, x, OnnxElementType.Double, version: 4);
        short[] shorts = [4, 5, 6];
        OnnxNode toShorts = new("LabelEncoder", ["x"], ["y"])
        {
            Attributes =
            [
                OnnxAttribute.Strings("keys_strings", ["a", "b", ""]),
                OnnxAttribute.Tensor("values_tensor", new OnnxTensor("", OnnxElementType.Int16, [3], MemoryMarshal.AsBytes(shorts.AsSpan()).ToArray())),
                OnnxAttribute.Tensor("default_tensor", new OnnxTensor("", OnnxElementType.Int16, [1], MemoryMarshal.AsBytes(shorts.AsSpan(0, 1)).ToArray())),
            ],
        };
        MachineLearningModel.Check(toShorts, Texts, OnnxElementType.Int16, version: 4);
    }

    [Fact]
    public void LabelEncoder_FirstVersion_IsThatOfOnnxRuntime()
    {
        OnnxNode node = new("LabelEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Strings("classes_strings", ["a", "b", "ß", "a"])] };
        MachineLearningModel.Check(node, Texts, OnnxElementType.Int64);
        MachineLearningModel.Check(node, Integers, OnnxElementType.String);
        MachineLearningModel.Check(node with { Attributes = [.. node.Attributes, OnnxAttribute.Int("default_int64", 5)] }, Texts, OnnxElementType.Int64);
    }

    [Fact]
    public void LabelEncoder_ListsOfDifferentLength_IsRefused()
    {
        OnnxNode node = new("LabelEncoder", ["x"], ["y"]) { Attributes = [Keys["string"], OnnxAttribute.Ints("values_int64s", [1])] };
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(MachineLearningModel.Of(node, [Texts], [OnnxElementType.Int64], 2)));
        Assert.Contains("it has 4 keys and 1 values", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CategoryMapper_BothWays_IsThatOfOnnxRuntime()
    {
        OnnxNode node = new("CategoryMapper", ["x"], ["y"]) { Attributes = [OnnxAttribute.Strings("cats_strings", ["a", "b", "ß"]), OnnxAttribute.Ints("cats_int64s", [7, 2, long.MaxValue])] };
        MachineLearningModel.Check(node, Texts, OnnxElementType.Int64);
        MachineLearningModel.Check(node, Integers, OnnxElementType.String);
        MachineLearningModel.Check(node with { Attributes = [.. node.Attributes, OnnxAttribute.String("default_string", "none"), OnnxAttribute.Int("default_int64", 4)] }, Integers, OnnxElementType.String);
    }

    [Theory]
    [InlineData(new long[] { 0, 1, 2, 7, 2 })]
    [InlineData(new long[] { 1, long.MaxValue, -5, 0 })]
    [InlineData(new long[] { long.MinValue, 2 })]
    public void OneHotEncoder_Numbers_IsThatOfOnnxRuntime(long[] categories)
    {
        OnnxNode node = new("OneHotEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Ints("cats_int64s", categories), OnnxAttribute.Int("zeros", 1)] };
        MachineLearningModel.Check(node, Integers, OnnxElementType.Float);
        MachineLearningModel.Check(node, Floats, OnnxElementType.Float);
        MachineLearningModel.Check(node, MachineLearningModel.As(Floats, OnnxElementType.Double), OnnxElementType.Float);
        MachineLearningModel.Check(node, OnnxTensor.Int64s("x", [3], [1, 0, 7]), OnnxElementType.Float);
    }

    [Fact]
    public void OneHotEncoder_Texts_IsThatOfOnnxRuntime()
    {
        OnnxNode node = new("OneHotEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Strings("cats_strings", ["b", "", "a", "b"])] };
        MachineLearningModel.Check(node, Texts, OnnxElementType.Float);
    }

    [Fact]
    public void OneHotEncoder_UnknownCategoryWithoutZeros_IsRefusedByBoth()
    {
        OnnxNode node = new("OneHotEncoder", ["x"], ["y"]) { Attributes = [OnnxAttribute.Strings("cats_strings", ["b", "a"]), OnnxAttribute.Int("zeros", 0)] };
        MachineLearningModel.Check(node, OnnxTensor.Strings("x", [2], ["a", "b"]), OnnxElementType.Float);
        ModelExecutionException e = MachineLearningModel.Refused(node, Texts, OnnxElementType.Float);
        Assert.Contains("element 2 of 'x' [3,2] is no category", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZipMapAndMaps_AreRefusedWithWhatHelps()
    {
        OnnxTensor x = MachineLearningModel.Floats(2, 2);
        OnnxNode zip = new("ZipMap", ["x"], ["y"]) { Attributes = [OnnxAttribute.Ints("classlabels_int64s", [0, 1])] };
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(MachineLearningModel.Of(zip, [x], [OnnxElementType.Undefined])));
        Assert.Contains("OnnxModelEditor.RemoveZipMaps", e.Message, StringComparison.Ordinal);
        OnnxNode dictionary = new("DictVectorizer", ["x"], ["y"]) { Attributes = [OnnxAttribute.Ints("int64_vocabulary", [0, 1])] };
        e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(MachineLearningModel.Of(dictionary, [x], [OnnxElementType.Float])));
        Assert.Contains("its input is a map", e.Message, StringComparison.Ordinal);
    }

    private static OnnxTensor Input(string key) => key switch { "string" => Texts, "int64" => Integers, _ => Floats };

    private static OnnxElementType Type(string value) => value switch { "string" => OnnxElementType.String, "int64" => OnnxElementType.Int64, _ => OnnxElementType.Float };
}
