using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A regression forest drawn at random, shaped like what histogram boosters train: trees grown leaf by leaf, at most 254 thresholds a feature.</summary>
/// <param name="Trees">Number of trees.</param>
/// <param name="Leaves">Leaves of each tree.</param>
internal sealed record BenchmarkForest(int Trees, int Leaves)
{
    public const int Features = 30;
    private const int CutsOfFeature = 254;

    public string Name => $"{Trees} trees x {Leaves} leaves";

    /// <summary>Rows in which every feature is uniform in -1..1, as the thresholds are.</summary>
    public static float[] Rows(int count)
    {
        Random random = new(5);
        float[] rows = new float[count * Features];
        for (int i = 0; i < rows.Length; i++) { rows[i] = (random.NextSingle() * 2f) - 1f; }
        return rows;
    }

    /// <summary>The forest as a node from <c>x</c> to <c>y</c>.</summary>
    public OnnxNode Node()
    {
        Random random = new(3);
        int perTree = (2 * Leaves) - 1;
        int count = Trees * perTree;
        long[] treeIds = new long[count], nodeIds = new long[count], features = new long[count], whenTrue = new long[count], whenFalse = new long[count];
        float[] thresholds = new float[count];
        string[] modes = new string[count];
        Array.Fill(modes, "LEAF");
        List<long> leafTrees = [], leafNodes = [];
        List<float> weights = [];
        for (int tree = 0; tree < Trees; tree++)
        {
            int first = tree * perTree;
            List<int> leaves = [0];
            for (int next = 1; next < perTree; next += 2)
            {
                int at = random.Next(leaves.Count);
                int split = first + leaves[at];
                modes[split] = "BRANCH_LEQ";
                features[split] = random.Next(Features);
                thresholds[split] = (random.Next(1, CutsOfFeature + 1) / (CutsOfFeature + 1f) * 2f) - 1f;
                (whenTrue[split], whenFalse[split]) = (next, next + 1);
                leaves[at] = next;
                leaves.Add(next + 1);
            }

            for (int i = 0; i < perTree; i++) { (treeIds[first + i], nodeIds[first + i]) = (tree, i); }
            foreach (int leaf in leaves)
            {
                leafTrees.Add(tree);
                leafNodes.Add(leaf);
                weights.Add(random.NextSingle() - 0.5f);
            }
        }

        return new OnnxNode("TreeEnsembleRegressor", ["x"], ["y"])
        {
            Domain = "ai.onnx.ml",
            Attributes =
            [
                OnnxAttribute.Int("n_targets", 1),
                OnnxAttribute.Ints("nodes_treeids", treeIds),
                OnnxAttribute.Ints("nodes_nodeids", nodeIds),
                OnnxAttribute.Ints("nodes_featureids", features),
                OnnxAttribute.Floats("nodes_values", thresholds),
                OnnxAttribute.Strings("nodes_modes", modes),
                OnnxAttribute.Ints("nodes_truenodeids", whenTrue),
                OnnxAttribute.Ints("nodes_falsenodeids", whenFalse),
                OnnxAttribute.Ints("target_treeids", leafTrees),
                OnnxAttribute.Ints("target_nodeids", leafNodes),
                OnnxAttribute.Ints("target_ids", new long[leafTrees.Count]),
                OnnxAttribute.Floats("target_weights", weights),
            ],
        };
    }

    /// <summary>The forest as a file.</summary>
    public byte[] File() => OnnxModelWriter.Write(new OnnxModel
    {
        Graph = new OnnxGraph
        {
            Nodes = [Node()],
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, Features])],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])],
        },
        OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 3 },
    });
}
