namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Nodes of the operator <c>TreeEnsemble</c> drawn at random.</summary>
internal sealed record RandomTreeEnsemble
{
    private const int Member = 6;

    public int Seed { get; init; } = 1;

    public int Trees { get; init; } = 12;

    public int Splits { get; init; } = 20;

    public int Features { get; init; } = 4;

    public int Targets { get; init; } = 1;

    public bool IsDouble { get; init; }

    public IReadOnlyList<int> Modes { get; init; } = [0, 1, 2, 3, 4, 5, Member];

    public bool TracksMissing { get; init; }

    public long Aggregate { get; init; } = 1;

    public long Transform { get; init; }

    public OnnxNode Node()
    {
        Random random = new(Seed);
        List<long> features = [], trueIds = [], trueLeafs = [], falseIds = [], falseLeafs = [], missing = [], roots = [], leafTargets = [];
        List<byte> modes = [];
        List<double> splits = [], weights = [], members = [];
        for (int tree = 0; tree < Trees; tree++)
        {
            roots.Add(modes.Count);
            int count = random.Next(1, Splits + 1);
            int first = modes.Count;
            List<(int Node, bool OnTrue)> open = [];
            for (int i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    int at = random.Next(open.Count);
                    (int parent, bool onTrue) = open[at];
                    open.RemoveAt(at);
                    (onTrue ? trueIds : falseIds)[parent] = first + i;
                    (onTrue ? trueLeafs : falseLeafs)[parent] = 0;
                }

                features.Add(random.Next(Features));
                modes.Add((byte)Modes[random.Next(Modes.Count)]);
                splits.Add(Cut(random));
                missing.Add(TracksMissing ? random.Next(2) : 0);
                foreach (List<long> list in (List<long>[])[trueIds, falseIds]) { list.Add(0); }
                foreach (List<long> list in (List<long>[])[trueLeafs, falseLeafs]) { list.Add(1); }
                open.AddRange([(first + i, true), (first + i, false)]);
                if (modes[^1] != Member) { continue; }
                if (members.Count > 0) { members.Add(double.NaN); }
                for (int each = random.Next(1, 5); each > 0; each--) { members.Add(random.Next(-3, 40)); } // ONNX Runtime takes whole numbers only
            }

            foreach ((int node, bool onTrue) in open)
            {
                (onTrue ? trueIds : falseIds)[node] = weights.Count;
                leafTargets.Add(random.Next(Targets));
                double weight = (random.NextDouble() * 2) - 1;
                weights.Add(IsDouble ? weight : (float)weight);
            }

            // ONNX Runtime takes a root whose children have the same number for a tree without splits, even where one is a leaf and the other is not.
            if (trueIds[first] != falseIds[first]) { continue; }
            (trueLeafs[first] == 1 ? trueIds : falseIds)[first] = weights.Count;
            leafTargets.Add(0);
            weights.Add(0.25);
        }

        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Int("n_targets", Targets),
            OnnxAttribute.Int("aggregate_function", Aggregate),
            OnnxAttribute.Int("post_transform", Transform),
            OnnxAttribute.Ints("nodes_featureids", features),
            OnnxAttribute.Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [modes.Count], modes.ToArray())),
            Numbers("nodes_splits", splits),
            OnnxAttribute.Ints("nodes_truenodeids", trueIds),
            OnnxAttribute.Ints("nodes_trueleafs", trueLeafs),
            OnnxAttribute.Ints("nodes_falsenodeids", falseIds),
            OnnxAttribute.Ints("nodes_falseleafs", falseLeafs),
            OnnxAttribute.Ints("tree_roots", roots),
            OnnxAttribute.Ints("leaf_targetids", leafTargets),
            Numbers("leaf_weights", weights),
        ];
        if (TracksMissing) { attributes.Add(OnnxAttribute.Ints("nodes_missing_value_tracks_true", missing)); }
        if (members.Count > 0) { attributes.Add(Numbers("membership_values", members)); }
        return new OnnxNode("TreeEnsemble", ["x"], ["y"]) { Domain = "ai.onnx.ml", Attributes = attributes };
    }

    public float[] Rows(int count)
    {
        Random random = new(77);
        float[] rows = new float[count * Features];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = random.Next(12) switch
            {
                0 => float.NaN,
                1 => -0f,
                2 => float.PositiveInfinity,
                3 => float.NegativeInfinity,
                4 or 5 => random.Next(-3, 40),
                _ => (float)Cut(random),
            };
        }

        return rows;
    }

    /// <summary>A whole number: ONNX Runtime cuts the fractions of features off before it looks for them in sets, though the standard asks for equality.</summary>
    private static double Cut(Random random) => random.Next(-4, 5);

    private OnnxAttribute Numbers(string name, List<double> values) => OnnxAttribute.Tensor(name, IsDouble
        ? OnnxTensor.Doubles("", [values.Count], [.. values])
        : OnnxTensor.Floats("", [values.Count], [.. values.Select(static value => (float)value)]));
}
