using System.Globalization;
using ModelOps.Onnx.Tests.Support;
using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxShapeInferenceTests
{
    private static readonly OnnxValueInfo X = Tensor("x", "n", "3", "4");

    [Fact]
    public void Infer_ShapeComputedFromNamedDimensions_NamesArrive()
    {
        OnnxShapeInferenceResult inferred = Infer(
            13,
            [X],
            [OnnxTensor.Int64s("zero", [], [0]), OnnxTensor.Int64s("axes", [1], [0]), OnnxTensor.Int64s("rest", [1], [-1]), OnnxTensor.Int64s("two", [1], [2])],
            new OnnxNode("Shape", ["x"], ["sizes"]),
            new OnnxNode("Gather", ["sizes", "zero"], ["batch"]),
            new OnnxNode("Unsqueeze", ["batch", "axes"], ["vector"]),
            new OnnxNode("Concat", ["vector", "rest"], ["target"]) { Attributes = [Int("axis", 0)] },
            new OnnxNode("Reshape", ["x", "target"], ["flat"]),
            new OnnxNode("Slice", ["sizes", "axes", "two"], ["head"]),
            new OnnxNode("Cast", ["head"], ["narrow"]) { Attributes = [Int("to", 6)] },
            new OnnxNode("Cast", ["narrow"], ["wide"]) { Attributes = [Int("to", 7)] },
            new OnnxNode("Concat", ["wide", "two", "two"], ["quarters"]) { Attributes = [Int("axis", 0)] },
            new OnnxNode("Reshape", ["x", "quarters"], ["y"]));

        Assert.Empty(inferred.Findings);
        Assert.Equal("flat: float[n, 12]", Show(inferred, "flat"));
        Assert.Equal("y: float[n, 3, 2, 2]", Show(inferred, "y"));
    }

    [Fact]
    public void Infer_SameUnnamedDimensionTwice_IsRecognized()
    {
        OnnxShapeInferenceResult inferred = Infer(
            13,
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3, 4])],
            [OnnxTensor.Int64s("target", [3], [0, -1, 4])],
            new OnnxNode("Reshape", ["x", "target"], ["y"]));

        Assert.Equal("y: float[?, 3, 4]", Show(inferred, "y"));
    }

    [Theory]
    [InlineData("MatMul", "2,3", "4,5", OnnxRule.Size, "3 columns, but 4 rows")]
    [InlineData("MatMul", "2,3", "", OnnxRule.Rank, "a scalar is no matrix")]
    [InlineData("Gemm", "2,3", "4,5", OnnxRule.Size, "3 columns, but 4 rows")]
    [InlineData("Gemm", "2,3,1", "3,5", OnnxRule.Rank, "has 3 dimensions, expected 2")]
    [InlineData("Add", "2,3", "2,4", OnnxRule.Size, "[2, 3] and [2, 4] do not broadcast")]
    [InlineData("Conv", "1,2,8", "4,3,3", OnnxRule.Size, "has 2 channels, but its weights are for 3")]
    [InlineData("Conv", "1,2,2", "4,2,3", OnnxRule.Size, "window of 3 elements does not fit")]
    [InlineData("Conv", "1,2", "4,2", OnnxRule.Rank, "expected a batch, channels")]
    [InlineData("Concat", "2,3", "2,3,4", OnnxRule.Rank, "of 2 and of 3 dimensions are joined")]
    public void Infer_ShapesThatDoNotGoTogether_Found(string opType, string a, string b, OnnxRule rule, string problem)
    {
        OnnxShapeInferenceResult inferred = Infer(
            13,
            [new OnnxValueInfo("a", OnnxElementType.Float, Sizes(a)), new OnnxValueInfo("b", OnnxElementType.Float, Sizes(b))],
            [],
            new OnnxNode(opType, ["a", "b"], ["y"]) { Name = "n", Attributes = opType == "Concat" ? [Int("axis", 1)] : [] });

        OnnxFinding finding = Assert.Single(inferred.Findings);
        Assert.Equal(rule, finding.Rule);
        Assert.Equal($"node 0 'n' of '{opType}'", finding.Where);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Infer_ElementTypesThatDiffer_Found()
    {
        OnnxFinding finding = Assert.Single(Infer(
            13, [new OnnxValueInfo("a", OnnxElementType.Float, [2]), new OnnxValueInfo("b", OnnxElementType.Double, [2])], [], new OnnxNode("Add", ["a", "b"], ["y"])).Findings);

        Assert.Equal(OnnxRule.ElementType, finding.Rule);
        Assert.Contains("are float and double", finding.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softmax", "axis", 3L)]
    [InlineData("ReduceMax", "axes", 5L)]
    [InlineData("Transpose", "perm", 1L)]
    [InlineData("Cast", "to", 99L)]
    public void Infer_AttributeThatIsImpossible_Found(string opType, string attribute, long value)
    {
        OnnxAttribute one = attribute is "axes" or "perm" ? Ints(attribute, [value]) : Int(attribute, value);

        Assert.Equal(OnnxRule.Attribute, Assert.Single(Infer(13, [Tensor("x", "2", "3")], [], new OnnxNode(opType, ["x"], ["y"]) { Attributes = [one] }).Findings).Rule);
    }

    [Fact]
    public void Infer_DeclarationThatIsWrong_FoundAndKept()
    {
        OnnxModel model = Model(13, [Tensor("x", "2", "3")], [], new OnnxNode("Relu", ["x"], ["y"]));
        model = model with { Graph = model.Graph with { Outputs = [Tensor("y", "2", "4")] } };

        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(model);

        OnnxFinding finding = Assert.Single(inferred.Findings);
        Assert.Equal(OnnxRule.Declaration, finding.Rule);
        Assert.Contains("is declared with shape [2, 4], but has [2, 3]", finding.Problem, StringComparison.Ordinal);
        Assert.Equal("y: float[2, 4]", Show(inferred, "y"));
    }

    [Fact]
    public void Infer_OperatorThatIsUnknown_DeclarationsCarryOn()
    {
        OnnxModel model = Model(13, [X], [], new OnnxNode("Every", ["x"], ["z"]) { Domain = "d" }, new OnnxNode("Relu", ["z"], ["y"]));
        Assert.Null(OnnxShapeInference.Infer(model).Find("z"));

        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(model with { Graph = model.Graph with { ValueInfo = [Tensor("z", "m", "2")] } });

        Assert.Empty(inferred.Findings);
        Assert.Equal(["d.Every"], inferred.UnknownOperators);
        Assert.Equal("y: float[m, 2]", Show(inferred, "y"));
    }

    [Fact]
    public void Infer_Branches_AreLookedIntoAndJoined()
    {
        OnnxModel model = SampleModels.Branches();
        model = model with { Graph = model.Graph with { Outputs = [Open("y")] } };

        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(model);

        Assert.Empty(inferred.Findings);
        Assert.Equal("y: float[n]", Show(inferred, "y")); // in both branches
        Assert.Equal("sum: float[]", Show(inferred, "sum"));
        Assert.Equal("positive: bool[]", Show(inferred, "positive"));
    }

    [Fact]
    public void Infer_Loop_CarriedAndCollectedValues()
    {
        OnnxGraph body = new()
        {
            Inputs = [Open("step"), Open("going"), Open("state")],
            Outputs = [Open("go"), Open("next"), Open("one")],
            Nodes = [new OnnxNode("Identity", ["going"], ["go"]), new OnnxNode("Add", ["state", "x"], ["next"]), new OnnxNode("Relu", ["x"], ["one"])],
        };
        OnnxShapeInferenceResult inferred = Infer(
            13,
            [Tensor("x", "2", "3")],
            [OnnxTensor.Int64s("trips", [], [4])],
            new OnnxNode("Loop", ["trips", "", "x"], ["y", "all"]) { Attributes = [Graph("body", body)] });

        Assert.Empty(inferred.Findings);
        Assert.Equal("all: float[?, 2, 3]", Show(inferred, "all"));
        Assert.Equal(OnnxElementType.Float, inferred.Find("y")!.ElementType);
        Assert.False(inferred.Find("y")!.HasShape); // the state may change its shape
        OnnxGraph inside = (OnnxGraph)inferred.Model.Graph.Nodes[0].Attributes[0].Value;
        Assert.Equal([2L, 3], inside.Outputs[2].Shape);
    }

    [Fact]
    public void Infer_Function_IsLookedIntoWithTheCallersAttributes()
    {
        OnnxFunction function = new("d", "Turn", ["a"], ["b"], [new OnnxNode("Transpose", ["a"], ["b"]) { Attributes = [Reference("perm", OnnxAttributeType.Ints, "order")] }])
        {
            Parameters = ["order"],
            OperatorSets = new Dictionary<string, long> { [""] = 13 },
        };
        OnnxModel model = Model(13, [X], [], new OnnxNode("Turn", ["x"], ["y"]) { Domain = "d", Attributes = [Ints("order", [2, 0, 1])] });

        Assert.Equal("y: float[4, n, 3]", Show(OnnxShapeInference.Infer(model with { Functions = [function] }), "y"));
    }

    [Fact]
    public void Infer_Twice_TheSame()
    {
        OnnxModel once = Infer(13, [X], [], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode("Transpose", ["a"], ["y"])).Model;

        Assert.Equal(Dump.Of(once), Dump.Of(OnnxShapeInference.Infer(once).Model));
    }

    [Theory]
    [InlineData("branches")]
    [InlineData("affine")]
    [InlineData("forest")]
    [InlineData("rich")]
    public void Infer_SampleModel_NoFindings(string name) => Assert.Empty(OnnxShapeInference.Infer(SampleModels.Get(name)).Findings);

    private static OnnxShapeInferenceResult Infer(long opset, OnnxValueInfo[] inputs, OnnxTensor[] constants, params OnnxNode[] nodes) =>
        OnnxShapeInference.Infer(Model(opset, inputs, constants, nodes));

    private static OnnxModel Model(long opset, OnnxValueInfo[] inputs, OnnxTensor[] constants, params OnnxNode[] nodes) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = opset, ["d"] = 1 },
        Graph = new OnnxGraph { Nodes = nodes, Inputs = inputs, Outputs = [Open("y")], Initializers = constants },
    };

    private static OnnxValueInfo Open(string name) => new(name, OnnxElementType.Undefined, []) { HasShape = false };

    private static OnnxValueInfo Tensor(string name, params string[] sizes) =>
        new(name, OnnxElementType.Float, [.. sizes.Select(static size => IsNumber(size) ? long.Parse(size, CultureInfo.InvariantCulture) : -1)])
        {
            DimensionNames = Array.TrueForAll(sizes, IsNumber) ? [] : [.. sizes.Select(static size => IsNumber(size) ? string.Empty : size)],
        };

    private static bool IsNumber(string size) => char.IsAsciiDigit(size[0]);

    private static long[] Sizes(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static size => long.Parse(size, CultureInfo.InvariantCulture))];

    private static string Show(OnnxShapeInferenceResult inferred, string name)
    {
        OnnxValueInfo value = inferred.Find(name)!;
        IEnumerable<string> sizes = value.Shape.Select((size, i) => size >= 0 ? $"{size}" : i < value.DimensionNames.Count && value.DimensionNames[i].Length > 0 ? value.DimensionNames[i] : "?");
        return $"{name}: {ElementTypes.Name(value.ElementType)}[{string.Join(", ", sizes)}]";
    }
}
