namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Tree ensembles drawn at random, as ONNX nodes, and rows that tease them.</summary>
internal sealed record RandomForest
{
    private static readonly string[] AllModes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"];

    public int Seed { get; init; } = 1;

    public int Trees { get; init; } = 10;

    /// <summary>Most leaves of a tree; each tree draws its number.</summary>
    public int Leaves { get; init; } = 31;

    public int Features { get; init; } = 7;

    /// <summary>Distinct thresholds of a feature, about.</summary>
    public int Cuts { get; init; } = 60;

    public IReadOnlyList<string> Modes { get; init; } = ["BRANCH_LEQ"];

    public bool TracksMissing { get; init; }

    /// <summary>Always splits the last leaf, which gives a chain as deep as there are leaves.</summary>
    public bool IsChain { get; init; }

    public bool IsDouble { get; init; }

    public int Targets { get; init; } = 1;

    /// <summary>Each leaf gives to all targets, else to one of them, by tree.</summary>
    public bool GivesToAll { get; init; }

    public bool IsClassifier { get; init; }

    /// <summary>The only class with weights; null for all.</summary>
    public int? OnlyClass { get; init; }

    public bool IsPositive { get; init; }

    public string Aggregate { get; init; } = "SUM";

    public string Transform { get; init; } = "NONE";

    public int BaseValues { get; init; }

    public static IReadOnlyList<string> EveryMode => AllModes;

    public OnnxNode Node()
    {
        Random random = new(Seed);
        double[][] cuts = DrawCuts(random);
        List<long> treeIds = [], nodeIds = [], features = [], whenTrue = [], whenFalse = [], missing = [];
        List<string> modes = [];
        List<double> thresholds = [];
        List<long> leafTrees = [], leafNodes = [], leafTargets = [];
        List<double> weights = [];
        for (int tree = 0; tree < Trees; tree++)
        {
            int first = modes.Count;
            List<int> open = [0];
            AddRow(tree);
            int leaves = IsChain ? Leaves : random.Next(1, Leaves + 1);
            while (open.Count < leaves)
            {
                int at = IsChain ? open.Count - 1 : random.Next(open.Count);
                int node = open[at];
                int feature = random.Next(Features);
                modes[first + node] = Modes[random.Next(Modes.Count)];
                features[first + node] = feature;
                thresholds[first + node] = cuts[feature][random.Next(Cuts)];
                missing[first + node] = TracksMissing ? random.Next(2) : 0;
                whenTrue[first + node] = modes.Count - first;
                open[at] = AddRow(tree) - first;
                whenFalse[first + node] = modes.Count - first;
                open.Add(AddRow(tree) - first);
            }

            foreach (int leaf in open)
            {
                for (int target = 0; target < Targets; target++)
                {
                    if (OnlyClass is { } only ? target != only : !GivesToAll && target != tree % Targets) { continue; }
                    leafTrees.Add(tree);
                    leafNodes.Add(leaf);
                    leafTargets.Add(target);
                    double value = IsPositive ? random.NextDouble() / Trees : (random.NextDouble() * 2) - 1;
                    weights.Add(IsDouble ? value : (float)value);
                }
            }
        }

        string prefix = IsClassifier ? "class" : "target";
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Ints("nodes_treeids", treeIds),
            OnnxAttribute.Ints("nodes_nodeids", nodeIds),
            OnnxAttribute.Ints("nodes_featureids", features),
            OnnxAttribute.Strings("nodes_modes", modes),
            OnnxAttribute.Ints("nodes_truenodeids", whenTrue),
            OnnxAttribute.Ints("nodes_falsenodeids", whenFalse),
            OnnxAttribute.Ints("nodes_missing_value_tracks_true", missing),
            OnnxAttribute.Ints($"{prefix}_treeids", leafTrees),
            OnnxAttribute.Ints($"{prefix}_nodeids", leafNodes),
            OnnxAttribute.Ints($"{prefix}_ids", leafTargets),
            OnnxAttribute.String("post_transform", Transform),
            Numbers("nodes_values", thresholds),
            Numbers($"{prefix}_weights", weights),
        ];
        if (BaseValues > 0) { attributes.Add(Numbers("base_values", [.. Enumerable.Range(0, BaseValues).Select(i => (double)(float)(0.3 - i))])); }
        if (IsClassifier) { attributes.Add(OnnxAttribute.Ints("classlabels_int64s", [.. Enumerable.Range(0, Targets).Select(static i => (long)i)])); }
        else { attributes.AddRange([OnnxAttribute.Int("n_targets", Targets), OnnxAttribute.String("aggregate_function", Aggregate)]); }
        return new OnnxNode(IsClassifier ? "TreeEnsembleClassifier" : "TreeEnsembleRegressor", ["x"], IsClassifier ? ["label", "y"] : ["y"])
        {
            Domain = "ai.onnx.ml",
            Attributes = attributes,
        };

        int AddRow(int tree)
        {
            treeIds.Add(tree);
            nodeIds.Add(treeIds.Count > 1 && treeIds[^2] == tree ? nodeIds[^1] + 1 : 0);
            modes.Add("LEAF");
            features.Add(0);
            thresholds.Add(0);
            whenTrue.Add(0);
            whenFalse.Add(0);
            missing.Add(0);
            return modes.Count - 1;
        }
    }

    /// <summary>Rows with values on, beside and between thresholds, NaN, zeros of both signs, infinities and denormals.</summary>
    public float[] Rows(int count, int seed = 99)
    {
        double[][] cuts = DrawCuts(new Random(Seed));
        Random random = new(seed);
        float[] rows = new float[count * Features];
        for (int i = 0; i < rows.Length; i++)
        {
            float cut = (float)cuts[i % Features][random.Next(Cuts)];
            rows[i] = random.Next(24) switch
            {
                0 => float.NaN,
                1 => 0f,
                2 => -0f,
                3 => float.PositiveInfinity,
                4 => float.NegativeInfinity,
                5 => float.Epsilon,
                6 => -float.Epsilon,
                < 10 => cut,
                10 => MathF.BitIncrement(cut),
                11 => MathF.BitDecrement(cut),
                _ => (random.NextSingle() * 4f) - 2f,
            };
        }

        return rows;
    }

    private OnnxAttribute Numbers(string name, List<double> values) => IsDouble
        ? OnnxAttribute.Tensor($"{name}_as_tensor", OnnxTensor.Doubles("", [values.Count], [.. values]))
        : OnnxAttribute.Floats(name, [.. values.Select(static value => (float)value)]);

    /// <summary>The first draw of both <see cref="Node"/> and <see cref="Rows"/>, so that they share thresholds.</summary>
    private double[][] DrawCuts(Random random)
    {
        double[][] cuts = new double[Features][];
        for (int feature = 0; feature < Features; feature++)
        {
            cuts[feature] = new double[Cuts];
            for (int i = 0; i < Cuts; i++)
            {
                double value = random.Next(40) switch
                {
                    0 => 0d,
                    1 => -0d,
                    2 => float.PositiveInfinity,
                    3 => float.MaxValue,
                    4 => float.MinValue,
                    5 => random.Next(1, 33),
                    _ => (random.NextDouble() * 4) - 2,
                };
                cuts[feature][i] = IsDouble && i % 2 == 0 ? value : (float)value;
            }
        }

        return cuts;
    }
}
