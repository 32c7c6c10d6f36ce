using Microsoft.ML.Trainers.FastTree;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>The nodes of an ensemble in the columns that <c>TreeEnsembleRegressor</c> asks for.</summary>
internal sealed class TreeTable
{
    private const string AtMost = "BRANCH_LEQ";
    private const string Above = "BRANCH_GT";
    private const string Leaf = "LEAF";

    public List<long> TreeIds { get; } = [];

    public List<long> NodeIds { get; } = [];

    public List<string> Modes { get; } = [];

    public List<long> FeatureIds { get; } = [];

    public List<float> Thresholds { get; } = [];

    public List<long> TrueIds { get; } = [];

    public List<long> FalseIds { get; } = [];

    public List<long> MissingTracksTrue { get; } = [];

    public List<long> LeafTreeIds { get; } = [];

    public List<long> LeafNodeIds { get; } = [];

    public List<double> LeafValues { get; } = [];

    public static TreeTable Of(IReadOnlyList<RegressionTreeBase> trees)
    {
        TreeTable table = new();
        for (int i = 0; i < trees.Count; i++)
        {
            // A tree that never split answers 0.
            if (trees[i].NumberOfNodes > 0) { table.AddTree(i, trees[i]); }
        }

        if (table.NodeIds.Count == 0) { table.AddLeaf(0, 0, 0d); }
        return table;
    }

    /// <summary>Ids in a tree: its nodes, then its leaves, then the further nodes of categorical splits.</summary>
    private void AddTree(int treeId, RegressionTreeBase tree)
    {
        float[]? defaults = MissingValueDefaults.Read(tree);
        int nodes = tree.NumberOfNodes;
        int extra = nodes + tree.NumberOfLeaves;
        for (int node = 0; node < nodes; node++)
        {
            long atMost = IdOf(tree.LeftChild[node], nodes);
            long above = IdOf(tree.RightChild[node], nodes);
            float missing = defaults is null ? float.NaN : defaults[node];
            if (tree.CategoricalSplitFlags[node])
            {
                AddCategoricalSplit(treeId, node, ref extra, tree.GetCategoricalSplitFeaturesAt(node), missing, atMost, above);
                continue;
            }

            float threshold = tree.NumericalSplitThresholds[node];
            AddNode(treeId, node, AtMost, tree.NumericalSplitFeatureIndexes[node], threshold, atMost, above, missing <= threshold);
        }

        for (int leaf = 0; leaf < tree.NumberOfLeaves; leaf++)
        {
            AddLeaf(treeId, nodes + leaf, tree.LeafValues[leaf]);
        }
    }

    /// <summary>"Any of these features is above 0" as one node a feature. The shared child hangs on the true branches, where ONNX Runtime allows sharing.</summary>
    private void AddCategoricalSplit(
        int treeId, long node, ref int extra, IReadOnlyList<int> features, float missing, long otherwise, long whenAny)
    {
        for (int i = 0; i < features.Count; i++)
        {
            long next = i == features.Count - 1 ? otherwise : extra++;
            AddNode(treeId, node, Above, features[i], 0f, whenAny, next, missing > 0f);
            node = next;
        }
    }

    private void AddNode(int treeId, long node, string mode, int feature, float threshold, long whenTrue, long whenFalse, bool missingTracksTrue)
    {
        TreeIds.Add(treeId);
        NodeIds.Add(node);
        Modes.Add(mode);
        FeatureIds.Add(feature);
        Thresholds.Add(threshold);
        TrueIds.Add(whenTrue);
        FalseIds.Add(whenFalse);
        MissingTracksTrue.Add(missingTracksTrue ? 1 : 0);
    }

    private void AddLeaf(int treeId, long node, double value)
    {
        AddNode(treeId, node, Leaf, feature: 0, threshold: 0f, whenTrue: 0, whenFalse: 0, missingTracksTrue: false);
        LeafTreeIds.Add(treeId);
        LeafNodeIds.Add(node);
        LeafValues.Add(value);
    }

    private static long IdOf(int child, int nodes) => child >= 0 ? child : nodes + ~child;
}
