using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The operator <c>TreeEnsemble</c> of <c>ai.onnx.ml</c> 5. The oracle is ONNX Runtime.</summary>
public sealed class OnnxTreeEnsembleTests
{
    private const int Rows = 1200;

    private static readonly Dictionary<string, RandomTreeEnsemble> Cases = new()
    {
        ["every mode"] = new(),
        ["every mode, missing values"] = new() { TracksMissing = true },
        ["sets"] = new() { Modes = [6], TracksMissing = true, Splits = 6 },
        ["doubles"] = new() { IsDouble = true, TracksMissing = true },
        ["targets"] = new() { Targets = 3 },
        ["average"] = new() { Aggregate = 0 },
        ["smallest"] = new() { Aggregate = 2, Targets = 2 },
        ["largest"] = new() { Aggregate = 3 },
        ["softmax"] = new() { Transform = 2, Targets = 4, Trees = 40 },
        ["logistic"] = new() { Transform = 1, Targets = 2 },
        ["logistic of one"] = new() { Transform = 1 },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_TreeEnsemble_AnswersOfOnnxRuntime(string name)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            RandomTreeEnsemble random = Cases[name] with { Seed = seed };
            OnnxNode node = random.Node();
            float[] rows = random.Rows(Rows);
            float[] expected = RunOnnxRuntime(node, random, rows);
            float[] actual = new float[expected.Length];

            new ForestScorer(OnnxForestReader.Read(node, random.Features)).Score(rows, actual);

            if (random.Transform == 0) { Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits)); }
            else { for (int i = 0; i < actual.Length; i++) { Assert.Equal(expected[i], actual[i], 2e-6f); } }
        }
    }

    [Fact]
    public void Read_BothSidesTheSameLeaf_TreeOfThatLeaf()
    {
        Forest forest = OnnxForestReader.Read(Stump(OnnxAttribute.Ints("nodes_truenodeids", [1]), OnnxAttribute.Ints("nodes_falsenodeids", [1])));

        ForestNode root = forest.Nodes[forest.Roots[0]];
        Assert.True(root.IsLeaf);
        Assert.Equal(20d, forest.Weights[root.FirstWeight].Value);
    }

    [Fact]
    public void Read_SetsWithNothing_NothingIsInThem()
    {
        // Node 1 has an empty set; node 0 has one member.
        OnnxNode node = Stump(
            OnnxAttribute.Ints("nodes_featureids", [0, 0]),
            OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [2], new byte[] { 6, 6 })),
            OnnxAttribute.Tensor("nodes_splits", OnnxTensor.Floats("", [2], [0f, 0f])),
            OnnxAttribute.Ints("nodes_truenodeids", [0, 0]),
            OnnxAttribute.Ints("nodes_trueleafs", [1, 1]),
            OnnxAttribute.Ints("nodes_falsenodeids", [1, 1]),
            OnnxAttribute.Ints("nodes_falseleafs", [0, 1]),
            OnnxAttribute.Ints("nodes_missing_value_tracks_true", [0, 1]),
            OnnxAttribute.Tensor("membership_values", OnnxTensor.Floats("", [2], [5f, float.NaN])));
        float[] scores = new float[4];

        new ForestScorer(OnnxForestReader.Read(node)).Score([5f, 0f, float.NaN, 5.5f], scores);

        Assert.Equal([10f, 20f, 10f, 20f], scores);
    }

    [Fact]
    public void Read_HalfPrecision_Widened()
    {
        byte[] halves = [0x00, 0x3E]; // 1.5
        OnnxNode node = Stump(OnnxAttribute.Tensor("nodes_splits", new OnnxTensor("", OnnxElementType.Float16, [1], halves)));

        Forest forest = OnnxForestReader.Read(node);

        Assert.Equal(1.5, forest.Nodes[forest.Roots[0]].Threshold);
    }

    public static TheoryData<string, OnnxAttribute> Hostile => new()
    {
        { "nodes_splits has 2", OnnxAttribute.Tensor("nodes_splits", OnnxTensor.Floats("", [2], [1f, 2f])) },
        { "nodes_modes has 0", OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [0], default)) },
        { "nodes_modes holds Float", OnnxAttribute.Tensor("nodes_modes", OnnxTensor.Floats("", [1], [1f])) },
        { "nodes_modes has shape", OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [long.MaxValue], new byte[1])) },
        { "mode 7", OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [1], new byte[] { 7 })) },
        { "fewer sets", OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [1], new byte[] { 6 })) },
        { "more sets", OnnxAttribute.Tensor("membership_values", OnnxTensor.Floats("", [1], [1f])) },
        { "nodes_trueleafs has 2", OnnxAttribute.Ints("nodes_trueleafs", [1, 1]) },
        { "leads to leaf 9", OnnxAttribute.Ints("nodes_truenodeids", [9]) },
        { "names leaf -1", OnnxAttribute.Ints("nodes_falsenodeids", [-1]) },
        { "reached from itself", OnnxAttribute.Ints("nodes_falseleafs", [0]) },
        { "leads to node 4", OnnxAttribute.Ints("tree_roots", [4]) },
        { "belongs to two trees", OnnxAttribute.Ints("tree_roots", [0, 0]) },
        { "names root -1", OnnxAttribute.Ints("tree_roots", [-1]) },
        { "leaf_targetids has 1", OnnxAttribute.Ints("leaf_targetids", [0]) },
        { "gives to target 3", OnnxAttribute.Ints("leaf_targetids", [3, 0]) },
        { "aggregate_function is '9'", OnnxAttribute.Int("aggregate_function", 9) },
        { "post_transform is '-1'", OnnxAttribute.Int("post_transform", -1) },
        { "has 0 targets", OnnxAttribute.Int("n_targets", 0) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_HostileAttribute_SaysWhatIsWrong(string problem, OnnxAttribute attribute)
    {
        // The false side has number 0, so a node there is a cycle.
        OnnxNode node = Stump(OnnxAttribute.Ints("nodes_truenodeids", [1]), OnnxAttribute.Ints("nodes_falsenodeids", [0]), attribute);

        Assert.Contains(problem, Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(node)).Message, StringComparison.Ordinal);
    }

    /// <summary>10 where x0 is at most 1 and else 20, with some attributes replaced.</summary>
    private static OnnxNode Stump(params OnnxAttribute[] replaced)
    {
        Dictionary<string, OnnxAttribute> attributes = new OnnxAttribute[]
        {
            OnnxAttribute.Int("n_targets", 1),
            OnnxAttribute.Ints("nodes_featureids", [0]),
            OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [1], new byte[1])),
            OnnxAttribute.Tensor("nodes_splits", OnnxTensor.Floats("", [1], [1f])),
            OnnxAttribute.Ints("nodes_truenodeids", [0]),
            OnnxAttribute.Ints("nodes_trueleafs", [1]),
            OnnxAttribute.Ints("nodes_falsenodeids", [1]),
            OnnxAttribute.Ints("nodes_falseleafs", [1]),
            OnnxAttribute.Ints("tree_roots", [0]),
            OnnxAttribute.Ints("leaf_targetids", [0, 0]),
            OnnxAttribute.Tensor("leaf_weights", OnnxTensor.Floats("", [2], [10f, 20f])),
        }.ToDictionary(static attribute => attribute.Name, StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in replaced) { attributes[attribute.Name] = attribute; }
        return new OnnxNode("TreeEnsemble", ["x"], ["y"]) { Domain = "ai.onnx.ml", Attributes = [.. attributes.Values] };
    }

    private static float[] RunOnnxRuntime(OnnxNode node, RandomTreeEnsemble random, float[] rows)
    {
        OnnxNode Cast(string from, string to, OnnxElementType type) => new("Cast", [from], [to]) { Attributes = [OnnxAttribute.Int("to", (long)type)] };
        byte[] model = OnnxModelWriter.Write(new OnnxModel
        {
            OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 5 },
            Graph = new OnnxGraph
            {
                Nodes = random.IsDouble
                    ? [Cast("x", "wide", OnnxElementType.Double), node with { Inputs = ["wide"], Outputs = ["scores"] }, Cast("scores", "y", OnnxElementType.Float)]
                    : [node],
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, random.Features])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, random.Targets])],
            },
        });
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        using InferenceSession session = new(model, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [Rows, random.Features]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [input], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
