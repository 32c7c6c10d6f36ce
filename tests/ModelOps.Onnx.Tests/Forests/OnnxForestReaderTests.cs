using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

public sealed class OnnxForestReaderTests
{
    [Fact]
    public void Read_Stump_KeepsEverything()
    {
        Forest forest = OnnxForestReader.Read(Node(), featureCount: 3);

        Assert.Equal(3, forest.FeatureCount);
        Assert.Equal(ForestPrecision.Single, forest.Precision);
        Assert.False(forest.IsClassifier);
        ForestNode root = forest.Nodes[Assert.Single(forest.Roots.ToArray())];
        Assert.Equal((SplitMode.AtMost, 0, 1d, false), (root.Mode, root.Feature, root.Threshold, root.MissingGoesTrue));
        Assert.Equal(10d, forest.Weights[forest.Nodes[root.WhenTrue].FirstWeight].Value);
        Assert.Equal(20d, forest.Weights[forest.Nodes[root.WhenFalse].FirstWeight].Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_SharedChild_BothParentsLeadToIt(bool onTrueBranch)
    {
        // Any of x0 and x1 above 0: leaf 2, else leaf 3.
        OnnxNode node = Node(
            OnnxAttribute.Ints("nodes_treeids", [0, 0, 0, 0]),
            OnnxAttribute.Ints("nodes_nodeids", [0, 1, 2, 3]),
            OnnxAttribute.Ints("nodes_featureids", [0, 1, 0, 0]),
            OnnxAttribute.Floats("nodes_values", [0f, 0f, 0f, 0f]),
            OnnxAttribute.Strings("nodes_modes", onTrueBranch ? ["BRANCH_GT", "BRANCH_GT", "LEAF", "LEAF"] : ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF"]),
            OnnxAttribute.Ints("nodes_truenodeids", onTrueBranch ? [2, 2, 0, 0] : [1, 3, 0, 0]),
            OnnxAttribute.Ints("nodes_falsenodeids", onTrueBranch ? [1, 3, 0, 0] : [2, 2, 0, 0]),
            OnnxAttribute.Ints("target_nodeids", [2, 3]));
        ForestScorer scorer = new(OnnxForestReader.Read(node));
        float[] scores = new float[4];

        scorer.Score([1f, 0f, 0f, 1f, 0f, 0f, 1f, 1f], scores);

        Assert.Equal([10f, 10f, 20f, 10f], scores);
        Assert.Equal(4, scorer.Forest.Nodes.Length);
    }

    [Fact]
    public void Read_DoubleTensors_DoublePrecision()
    {
        OnnxNode node = Node(OnnxAttribute.Tensor("nodes_values_as_tensor", OnnxTensor.Doubles("", [3], [0.1, 0, 0])));
        node = node with { Attributes = [.. node.Attributes.Where(static attribute => attribute.Name != "nodes_values")] };

        Forest forest = OnnxForestReader.Read(node);

        Assert.Equal(ForestPrecision.Double, forest.Precision);
        Assert.Equal(0.1, forest.Nodes[forest.Roots[0]].Threshold);
    }

    public static TheoryData<string, OnnxAttribute> Hostile => new()
    {
        { "nodes_nodeids has 2", OnnxAttribute.Ints("nodes_nodeids", [0, 1]) },
        { "nodes_values has 4", OnnxAttribute.Floats("nodes_values", [1, 0, 0, 0]) },
        { "nodes_modes has 1", OnnxAttribute.Strings("nodes_modes", ["LEAF"]) },
        { "nodes_missing_value_tracks_true has 1", OnnxAttribute.Ints("nodes_missing_value_tracks_true", [1]) },
        { "can be reached from itself", OnnxAttribute.Ints("nodes_truenodeids", [0, 0, 0]) },
        { "can be reached from itself", OnnxAttribute.Ints("nodes_falsenodeids", [0, 0, 0]) },
        { "leads to node 9", OnnxAttribute.Ints("nodes_truenodeids", [9, 0, 0]) },
        { "leads to node -1", OnnxAttribute.Ints("nodes_falsenodeids", [-1, 0, 0]) },
        { "looks at feature 5", OnnxAttribute.Ints("nodes_featureids", [5, 0, 0]) },
        { "names feature -1", OnnxAttribute.Ints("nodes_featureids", [-1, 0, 0]) },
        { "names feature 4294967296", OnnxAttribute.Ints("nodes_featureids", [1L << 32, 0, 0]) },
        { "is there twice", OnnxAttribute.Ints("nodes_nodeids", [0, 1, 1]) },
        { "mode 'BRANCH_MAYBE'", OnnxAttribute.Strings("nodes_modes", ["BRANCH_MAYBE", "LEAF", "LEAF"]) },
        { "lists of weights have 2, 1", OnnxAttribute.Ints("target_nodeids", [1]) },
        { "is no leaf", OnnxAttribute.Ints("target_nodeids", [0, 2]) },
        { "is no leaf", OnnxAttribute.Ints("target_treeids", [0, 7]) },
        { "gives to target 1", OnnxAttribute.Ints("target_ids", [0, 1]) },
        { "names target -3", OnnxAttribute.Ints("target_ids", [0, -3]) },
        { "gives to target 0 twice", OnnxAttribute.Ints("target_nodeids", [1, 1]) },
        { "has 9223372036854775807 targets", OnnxAttribute.Int("n_targets", long.MaxValue) },
        { "has 0 targets", OnnxAttribute.Int("n_targets", 0) },
        { "2 base values for 1", OnnxAttribute.Floats("base_values", [1f, 2f]) },
        { "aggregate_function is 'MEDIAN'", OnnxAttribute.String("aggregate_function", "MEDIAN") },
        { "post_transform is 'SQUARE'", OnnxAttribute.String("post_transform", "SQUARE") },
        { "wrong type", OnnxAttribute.Float("nodes_treeids", 1f) },
        { "has both nodes_values", OnnxAttribute.Tensor("nodes_values_as_tensor", OnnxTensor.Floats("", [3], [1f, 0f, 0f])) },
        { "base_values_as_tensor has shape [3]", OnnxAttribute.Tensor("base_values_as_tensor", new OnnxTensor("", OnnxElementType.Float, [3], new byte[4])) },
        { "base_values_as_tensor has shape [1, 1]", OnnxAttribute.Tensor("base_values_as_tensor", OnnxTensor.Floats("", [1, 1], [1f])) },
        { "base_values_as_tensor has shape", OnnxAttribute.Tensor("base_values_as_tensor", new OnnxTensor("", OnnxElementType.Double, [1L << 61], new byte[8])) },
        { "base_values_as_tensor holds Int64", OnnxAttribute.Tensor("base_values_as_tensor", OnnxTensor.Int64s("", [1], [1])) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_HostileAttribute_SaysWhatIsWrong(string problem, OnnxAttribute attribute)
    {
        ForestFormatException error = Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(Node(attribute), featureCount: 3));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(OnnxErrorCodes.InvalidForest, error.Code);
    }

    [Fact]
    public void Read_LongCycle_Refused()
    {
        long[] ids = [.. Enumerable.Range(0, 100_000).Select(static i => (long)i)];
        OnnxNode node = Node(
            OnnxAttribute.Ints("nodes_treeids", new long[ids.Length]),
            OnnxAttribute.Ints("nodes_nodeids", ids),
            OnnxAttribute.Ints("nodes_featureids", new long[ids.Length]),
            OnnxAttribute.Floats("nodes_values", new float[ids.Length]),
            OnnxAttribute.Strings("nodes_modes", [.. ids.Select(static id => id == 1 ? "LEAF" : "BRANCH_LEQ")]),
            OnnxAttribute.Ints("nodes_truenodeids", [.. ids.Select(id => id == 0 ? 2 : (id + 1) % ids.Length)]),
            OnnxAttribute.Ints("nodes_falsenodeids", [.. ids.Select(static _ => 1L)]),
            OnnxAttribute.Ints("target_nodeids", [1, 1]),
            OnnxAttribute.Ints("target_ids", [0, 1]),
            OnnxAttribute.Int("n_targets", 2));

        Assert.Contains("reached from itself", Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(node)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TreeInTwoRuns_Refused()
    {
        OnnxNode node = Node(
            OnnxAttribute.Ints("nodes_treeids", [0, 1, 0]),
            OnnxAttribute.Ints("target_treeids", [1, 0]),
            OnnxAttribute.Ints("nodes_truenodeids", [2, 0, 0]));

        Assert.Contains("not listed together", Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(node)).Message, StringComparison.Ordinal);
    }

    /// <summary>Ids that count from 0 are looked up by arithmetic, others by a dictionary; lists of weights may come in any order.</summary>
    [Theory]
    [InlineData("RAW")]
    [InlineData("STRIDES")]
    public void Read_OtherIdsAndOrderOfWeights_SameForest(string ids)
    {
        RandomForest random = new() { Trees = 40, Targets = 3, GivesToAll = true, TracksMissing = true, Modes = RandomForest.EveryMode };
        OnnxNode node = random.Node();
        OnnxNode other = node with { Attributes = [.. node.Attributes.Select(attribute => Renamed(attribute, ids == "STRIDES"))] };

        Forest expected = OnnxForestReader.Read(node, random.Features);
        Forest forest = OnnxForestReader.Read(other, random.Features);

        Assert.Equal(expected.Roots, forest.Roots);
        Assert.Equal(expected.Nodes.Length, forest.Nodes.Length);
        for (int i = 0; i < forest.Nodes.Length; i++)
        {
            (ForestNode a, ForestNode b) = (expected.Nodes[i], forest.Nodes[i]);
            Assert.Equal(a, b);
            Assert.Equal(
                expected.Weights.Slice(a.FirstWeight, a.WeightCount).ToArray().OrderBy(static weight => weight.Target),
                forest.Weights.Slice(b.FirstWeight, b.WeightCount).ToArray().OrderBy(static weight => weight.Target));
        }
    }

    [Fact]
    public void Read_LastTreeGivesNothing_OthersStillScore()
    {
        OnnxNode node = Node(
            OnnxAttribute.Ints("nodes_treeids", [0, 0, 0, 1]),
            OnnxAttribute.Ints("nodes_nodeids", [0, 1, 2, 0]),
            OnnxAttribute.Ints("nodes_featureids", [0, 0, 0, 0]),
            OnnxAttribute.Floats("nodes_values", [1f, 0f, 0f, 0f]),
            OnnxAttribute.Strings("nodes_modes", ["BRANCH_LEQ", "LEAF", "LEAF", "LEAF"]),
            OnnxAttribute.Ints("nodes_truenodeids", [1, 0, 0, 0]),
            OnnxAttribute.Ints("nodes_falsenodeids", [2, 0, 0, 0]));
        ForestScorer scorer = new(OnnxForestReader.Read(node));
        float[] scores = new float[200];

        scorer.Score([1f], scores.AsSpan(0, 1));
        Assert.Equal(10f, scores[0]);
        scorer.Score([.. Enumerable.Range(0, 200).Select(static i => (float)(i % 3))], scores);
        Assert.Equal([.. Enumerable.Range(0, 200).Select(static i => i % 3 == 2 ? 20f : 10f)], scores);
    }

    [Fact]
    public void Read_OtherOperator_Refused() =>
        Assert.Contains("'Gemm'", Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(new OnnxNode("Gemm", [], []))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SameAttributeTwice_Refused()
    {
        OnnxNode node = Node() with { Attributes = [.. Node().Attributes, OnnxAttribute.Int("n_targets", 1)] };

        Assert.Contains("'n_targets' is there twice", Assert.Throws<ForestFormatException>(() => OnnxForestReader.Read(node)).Message, StringComparison.Ordinal);
    }

    /// <summary>Lists of weights turned round; with strides also all ids multiplied, so that they leave gaps and do not begin with 0.</summary>
    private static OnnxAttribute Renamed(OnnxAttribute attribute, bool hasStrides)
    {
        bool isWeight = attribute.Name.StartsWith("target_", StringComparison.Ordinal);
        bool isId = attribute.Name.EndsWith("treeids", StringComparison.Ordinal) || attribute.Name.EndsWith("nodeids", StringComparison.Ordinal);
        return attribute.Value switch
        {
            IReadOnlyList<long> ids => OnnxAttribute.Ints(attribute.Name, [.. Turned(ids, isWeight).Select(id => hasStrides && isId ? 5 + (id * 3) : id)]),
            IReadOnlyList<float> values => OnnxAttribute.Floats(attribute.Name, [.. Turned(values, isWeight)]),
            _ => attribute,
        };
    }

    private static IEnumerable<T> Turned<T>(IReadOnlyList<T> list, bool isTurned) => isTurned ? list.Reverse() : list;

    /// <summary>A stump, 10 where x0 is at most 1 and else 20, with some attributes replaced.</summary>
    private static OnnxNode Node(params OnnxAttribute[] replaced)
    {
        Dictionary<string, OnnxAttribute> attributes = new OnnxAttribute[]
        {
            OnnxAttribute.Int("n_targets", 1),
            OnnxAttribute.Ints("nodes_treeids", [0, 0, 0]),
            OnnxAttribute.Ints("nodes_nodeids", [0, 1, 2]),
            OnnxAttribute.Ints("nodes_featureids", [0, 0, 0]),
            OnnxAttribute.Floats("nodes_values", [1f, 0f, 0f]),
            OnnxAttribute.Strings("nodes_modes", ["BRANCH_LEQ", "LEAF", "LEAF"]),
            OnnxAttribute.Ints("nodes_truenodeids", [1, 0, 0]),
            OnnxAttribute.Ints("nodes_falsenodeids", [2, 0, 0]),
            OnnxAttribute.Ints("target_treeids", [0, 0]),
            OnnxAttribute.Ints("target_nodeids", [1, 2]),
            OnnxAttribute.Ints("target_ids", [0, 0]),
            OnnxAttribute.Floats("target_weights", [10f, 20f]),
        }.ToDictionary(static attribute => attribute.Name, StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in replaced) { attributes[attribute.Name] = attribute; }
        return new OnnxNode("TreeEnsembleRegressor", ["x"], ["y"]) { Domain = "ai.onnx.ml", Attributes = [.. attributes.Values] };
    }
}
