using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Tests.Forests;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

public sealed class TreeOperatorsTests
{
    private const int Rows = 67;

    [Theory]
    [MemberData(nameof(ForestCases.ExactNames), MemberType = typeof(ForestCases))]
    public void Run_AnyForest_EveryBitOfOnnxRuntime(string name)
    {
        RandomForest random = ForestCases.Exact[name];
        foreach (int rows in (int[])[Rows, 1])
        {
            OnnxTensor x = OnnxTensor.Floats("x", [rows, random.Features], random.Rows(rows));
            OnnxNode node = random.Node();
            Oracle.Check(random.IsDouble ? Model(x, Widen, node with { Inputs = ["wide"] }) : Model(x, node), [x]);
        }
    }

    [Theory]
    [MemberData(nameof(ForestCases.TransformedNames), MemberType = typeof(ForestCases))]
    public void Run_Transform_NearOnnxRuntime(string name)
    {
        RandomForest random = ForestCases.Transformed[name];
        OnnxTensor x = OnnxTensor.Floats("x", [Rows, random.Features], random.Rows(Rows));
        OnnxNode node = random.Node();
        Oracle.Check(random.IsDouble ? Model(x, Widen, node with { Inputs = ["wide"] }) : Model(x, node), [x], 1e-5, random.Transform == "PROBIT" ? 1e-3 : 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_FeaturesThatAreDoubles_EveryBitOfOnnxRuntime(bool hasDoubleLists)
    {
        RandomForest random = new() { IsDouble = hasDoubleLists, TracksMissing = true, Modes = RandomForest.EveryMode, Trees = 40 };
        double[] rows = [.. random.Rows(Rows).Select(static (v, i) => i % 3 == 0 ? Math.BitIncrement((double)v) : v)];
        OnnxTensor x = OnnxTensor.Doubles("x", [Rows, random.Features], rows);
        Oracle.Check(Model(x, random.Node()), [x]);
        RandomForest classes = random with { IsClassifier = true, Targets = 3 };
        Oracle.Check(Model(x, classes.Node()), [x]);
    }

    [Fact]
    public void Classify_FeaturesThatAreIntegers_EveryBitOfOnnxRuntime()
    {
        RandomForest random = new() { IsClassifier = true, Targets = 3, Trees = 40 };
        OnnxTensor wide = OnnxTensor.Int64s("x", [Rows, random.Features], [.. Enumerable.Range(0, Rows * random.Features).Select(static i => (i * 7919L % 5) - 2 + (i % 11 == 0 ? long.MaxValue / 2 : 0))]);
        Oracle.Check(Model(wide, random.Node()), [wide]);
        int[] small = [.. Enumerable.Range(0, Rows * random.Features).Select(static i => (i * 7919 % 5) - 2 + (i % 11 == 0 ? (1 << 24) + 1 : 0))];
        OnnxTensor narrow = new("x", OnnxElementType.Int32, [Rows, random.Features], System.Runtime.InteropServices.MemoryMarshal.AsBytes(small.AsSpan()).ToArray());
        Oracle.Check(Model(narrow, random.Node()), [narrow]);
    }

    [Fact]
    public void Classify_LabelsThatAreTexts_AreThoseOfOnnxRuntime()
    {
        RandomForest random = new() { IsClassifier = true, Targets = 3 };
        OnnxNode node = random.Node();
        node = node with { Attributes = [.. node.Attributes.Where(static a => a.Name != "classlabels_int64s"), OnnxAttribute.Strings("classlabels_strings", ["a", "", "ß"])] };
        OnnxTensor x = OnnxTensor.Floats("x", [Rows, random.Features], random.Rows(Rows));
        OnnxModel model = NodeModel.Of(13, [node], [NodeModel.InputLike(x)], [new("label", OnnxElementType.String, [-1]), new("y", OnnxElementType.Float, [-1, 3])]);
        Oracle.Check(model, [x]);
        Oracle.Check(model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs.Take(1)] } }, [x]);
        Oracle.Check(model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs.Skip(1)] } }, [x]);
    }

    [Fact]
    public void Run_MoreColumnsThanSplitsLookAt_EveryBitOfOnnxRuntime()
    {
        RandomForest random = new();
        OnnxModel open = NodeModel.Of(13, [random.Node()], [new OnnxValueInfo("x", OnnxElementType.Float, [-1, -1])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])]);
        OnnxTensor wide = OnnxTensor.Floats("x", [Rows, random.Features + 5], (random with { Features = random.Features + 5 }).Rows(Rows));
        Oracle.Check(open, [wide]);
    }

    [Fact]
    public void TreeEnsemble_FifthVersion_EveryBitOfOnnxRuntime()
    {
        // x0 <= 0.5 ? (x1 in {1, 3} ? 10 : 20) : 30, and a second tree of one leaf.
        float[] splits = [0.5f, 0f, 0f];
        float[] weights = [10f, 20f, 30f, 0.25f];
        OnnxNode node = new("TreeEnsemble", ["x"], ["y"])
        {
            Domain = "ai.onnx.ml",
            Attributes =
            [
                OnnxAttribute.Int("n_targets", 1),
                OnnxAttribute.Int("aggregate_function", 1),
                OnnxAttribute.Int("post_transform", 0),
                OnnxAttribute.Ints("tree_roots", [0, 2]),
                OnnxAttribute.Ints("nodes_featureids", [0, 1, 0]),
                OnnxAttribute.Tensor("nodes_splits", OnnxTensor.Floats("", [3], splits)),
                OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [3], new byte[] { 0, 6, 0 })),
                OnnxAttribute.Ints("nodes_truenodeids", [1, 0, 3]),
                OnnxAttribute.Ints("nodes_trueleafs", [0, 1, 1]),
                OnnxAttribute.Ints("nodes_falsenodeids", [2, 1, 3]),
                OnnxAttribute.Ints("nodes_falseleafs", [1, 1, 1]),
                OnnxAttribute.Tensor("membership_values", OnnxTensor.Floats("", [3], [1f, 3f, float.NaN])),
                OnnxAttribute.Ints("leaf_targetids", [0, 0, 0, 0]),
                OnnxAttribute.Tensor("leaf_weights", OnnxTensor.Floats("", [4], weights)),
            ],
        };
        OnnxTensor x = OnnxTensor.Floats("x", [6, 2], [0, 1, 0.5f, 3, 0.5f, 2, 0.6f, 1, float.NaN, 1, -1, float.NaN]);
        OnnxModel model = Model(x, node) with { OperatorSets = new Dictionary<string, long> { [string.Empty] = 21, ["ai.onnx.ml"] = 5 }, IrVersion = 10 };
        Oracle.Check(model, [x]);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 2)]
    [InlineData(1, 0, 3)]
    [InlineData(4, 1, 1)]
    [InlineData(4, 2, 1)]
    [InlineData(4, 3, 1)]
    public void TreeEnsemble_Doubles_AnswersOfOnnxRuntime(int targets, int transform, int aggregate)
    {
        RandomTreeEnsemble random = new() { IsDouble = true, TracksMissing = true, Targets = targets, Transform = transform, Aggregate = aggregate, Trees = 40 };
        double[] rows = [.. random.Rows(Rows).Select(static (v, i) => i % 7 == 0 ? Math.BitIncrement((double)v) : v)];
        OnnxTensor x = OnnxTensor.Doubles("x", [Rows, random.Features], rows);
        OnnxModel model = Fifth(x, OnnxElementType.Double, targets, (random with { Modes = [0, 1, 2, 3, 4, 5] }).Node()); // ONNX Runtime cuts fractions off before it looks into sets
        Oracle.Check(model, [x], transform == 0 ? 0 : 2e-6, transform == 0 ? 0 : 1e-7);

        OnnxTensor narrow = OnnxTensor.Floats("x", [Rows, random.Features], random.Rows(Rows));
        OnnxModel cast = Fifth(narrow, OnnxElementType.Double, targets, Widen, random.Node() with { Inputs = ["wide"] });
        Oracle.Check(cast, [narrow], transform == 0 ? 0 : 2e-6, transform == 0 ? 0 : 1e-7);
    }

    [Fact]
    public void TreeEnsemble_ListsOfAnotherTypeThanFeatures_IsRefused()
    {
        RandomTreeEnsemble random = new();
        OnnxTensor x = OnnxTensor.Doubles("x", [1, random.Features], new double[random.Features]);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(Fifth(x, OnnxElementType.Double, 1, random.Node())));
        Assert.Equal("its lists are of another type than its features", Assert.Single(e.Nodes).Why);
    }

    [Fact]
    public void Compile_Choices_TellTheKernel()
    {
        RandomForest random = new();
        OnnxTensor x = OnnxTensor.Floats("x", [1, random.Features], random.Rows(1));
        SimdModel model = SimdModel.Compile(Model(x, random.Node()));
        string kernel = VectorWidths.Best == VectorWidth.Scalar ? "walk" : "ranks of 8 bits";
        Assert.StartsWith($"TreeEnsembleRegressor: {kernel}", Assert.Single(model.Choices), StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_NodeThatMeansNoForest_IsRefusedWithTheReason()
    {
        OnnxNode node = new("TreeEnsembleRegressor", ["x"], ["y"]) { Domain = "ai.onnx.ml", Attributes = [OnnxAttribute.Ints("nodes_treeids", [1])] };
        OnnxModel model = NodeModel.Of(13, node, [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3])], [OnnxElementType.Float]);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains("tree ensemble cannot be read", Assert.Single(e.Nodes).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RowsShorterThanTheSplitsLookAt_NamesBoth()
    {
        RandomForest random = new() { Trees = 50 };
        OnnxModel model = NodeModel.Of(13, [random.Node()], [new OnnxValueInfo("x", OnnxElementType.Float, [-1, -1])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])]);
        SimdModel simd = SimdModel.Compile(model, new SimdModelOptions { Name = "m" });
        ModelExecutionException e = Assert.Throws<ModelExecutionException>(() => Oracle.RunSimd(simd, [OnnxTensor.Floats("x", [2, 3], new float[6])]));
        Assert.Contains("'x' [2,3] has rows of 3 features, and the trees look at 7", e.Message, StringComparison.Ordinal);
    }

    private static OnnxModel Fifth(OnnxTensor x, OnnxElementType type, int targets, params IReadOnlyList<OnnxNode> nodes) =>
        NodeModel.Of(21, nodes, [NodeModel.InputLike(x)], [new OnnxValueInfo("y", type, [-1, targets])]) with { OperatorSets = new Dictionary<string, long> { [string.Empty] = 21, ["ai.onnx.ml"] = 5 } };

    private static OnnxNode Widen { get; } = new("Cast", ["x"], ["wide"]) { Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Double)] };

    private static OnnxModel Model(OnnxTensor x, params IReadOnlyList<OnnxNode> nodes) => NodeModel.Of(
        13,
        nodes,
        [NodeModel.InputLike(x)],
        nodes[^1].Outputs.Count == 1
            ? [new OnnxValueInfo("y", OnnxElementType.Float, [-1, -1])]
            : [new OnnxValueInfo("label", OnnxElementType.Int64, [-1]), new OnnxValueInfo("y", OnnxElementType.Float, [-1, -1])]);
}
