using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A regression forest drawn at random. By default shaped like what histogram boosters train: trees grown leaf by leaf, at most 254 thresholds a feature.</summary>
/// <param name="Trees">Number of trees.</param>
/// <param name="Leaves">Leaves of each tree.</param>
internal sealed record BenchmarkForest(int Trees, int Leaves)
{
    public const int Features = 30;

    /// <summary>Thresholds of a feature, at most.</summary>
    public int CutsOfFeature { get; init; } = 254;

    /// <summary>Whether all leaves lie equally deep, as in XGBoost's trees; the number of leaves is a power of two then.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>Targets, to each of which every leaf gives.</summary>
    public int Targets { get; init; } = 1;

    /// <summary>Where drawing begins: forests of two seeds differ in all their numbers.</summary>
    public int Seed { get; init; } = 3;

    public string Name => (IsBalanced ? $"{Trees} trees x depth {int.Log2(Leaves)}" : $"{Trees} trees x {Leaves} leaves")
        + (Targets > 1 ? $" x {Targets} targets" : "") + (CutsOfFeature > byte.MaxValue ? ", exact thresholds" : "");

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
        Random random = new(Seed);
        int perTree = (2 * Leaves) - 1;
        int count = Trees * perTree;
        long[] treeIds = new long[count], nodeIds = new long[count], features = new long[count], whenTrue = new long[count], whenFalse = new long[count];
        float[] thresholds = new float[count];
        string[] modes = new string[count];
        Array.Fill(modes, "LEAF");
        List<long> leafTrees = [], leafNodes = [], leafTargets = [];
        List<float> weights = [];
        for (int tree = 0; tree < Trees; tree++)
        {
            int first = tree * perTree;
            List<int> leaves = [0];
            for (int next = 1; next < perTree; next += 2)
            {
                int at = IsBalanced ? 0 : random.Next(leaves.Count);
                int split = first + leaves[at];
                modes[split] = "BRANCH_LEQ";
                features[split] = random.Next(Features);
                thresholds[split] = (random.Next(1, CutsOfFeature + 1) / (CutsOfFeature + 1f) * 2f) - 1f;
                (whenTrue[split], whenFalse[split]) = (next, next + 1);
                if (IsBalanced)
                {
                    // The oldest leaf was split, so its children queue up.
                    leaves.RemoveAt(0);
                    leaves.AddRange([next, next + 1]);
                    continue;
                }

                leaves[at] = next;
                leaves.Add(next + 1);
            }

            for (int i = 0; i < perTree; i++) { (treeIds[first + i], nodeIds[first + i]) = (tree, i); }
            foreach (int leaf in leaves)
            {
                for (int target = 0; target < Targets; target++)
                {
                    leafTrees.Add(tree);
                    leafNodes.Add(leaf);
                    leafTargets.Add(target);
                    weights.Add(random.NextSingle() - 0.5f);
                }
            }
        }

        return new OnnxNode("TreeEnsembleRegressor", ["x"], ["y"])
        {
            Domain = "ai.onnx.ml",
            Attributes =
            [
                OnnxAttribute.Int("n_targets", Targets),
                OnnxAttribute.Ints("nodes_treeids", treeIds),
                OnnxAttribute.Ints("nodes_nodeids", nodeIds),
                OnnxAttribute.Ints("nodes_featureids", features),
                OnnxAttribute.Floats("nodes_values", thresholds),
                OnnxAttribute.Strings("nodes_modes", modes),
                OnnxAttribute.Ints("nodes_truenodeids", whenTrue),
                OnnxAttribute.Ints("nodes_falsenodeids", whenFalse),
                OnnxAttribute.Ints("target_treeids", leafTrees),
                OnnxAttribute.Ints("target_nodeids", leafNodes),
                OnnxAttribute.Ints("target_ids", leafTargets),
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
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, Targets])],
        },
        OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 3 },
    });
}
