using Microsoft.ML.Trainers.FastTree;
using ModelOps.Onnx;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>Tree ensembles: the sum of one leaf of each tree.</summary>
internal static class TreeGraph
{
    public static string Write(
        GraphBuilder graph, string features, string? output, IReadOnlyList<RegressionTreeBase> trees, OnnxTreePrecision precision)
    {
        TreeTable table = TreeTable.Of(trees);
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Int("n_targets", 1),
            OnnxAttribute.Ints("nodes_treeids", table.TreeIds),
            OnnxAttribute.Ints("nodes_nodeids", table.NodeIds),
            OnnxAttribute.Strings("nodes_modes", table.Modes),
            OnnxAttribute.Ints("nodes_featureids", table.FeatureIds),
            OnnxAttribute.Ints("nodes_truenodeids", table.TrueIds),
            OnnxAttribute.Ints("nodes_falsenodeids", table.FalseIds),
            OnnxAttribute.Ints("nodes_missing_value_tracks_true", table.MissingTracksTrue),
            OnnxAttribute.Ints("target_treeids", table.LeafTreeIds),
            OnnxAttribute.Ints("target_nodeids", table.LeafNodeIds),
            OnnxAttribute.Ints("target_ids", [.. table.LeafValues.Select(static _ => 0L)]),
        ];
        if (precision == OnnxTreePrecision.Double)
        {
            features = graph.Cast(features, OnnxElementType.Double);
            attributes.Add(Doubles("nodes_values_as_tensor", [.. table.Thresholds.Select(static value => (double)value)]));
            attributes.Add(Doubles("target_weights_as_tensor", [.. table.LeafValues]));
        }
        else
        {
            attributes.Add(OnnxAttribute.Floats("nodes_values", table.Thresholds));
            attributes.Add(OnnxAttribute.Floats("target_weights", [.. table.LeafValues.Select(static value => (float)value)]));
        }

        return graph.Add("TreeEnsembleRegressor", [features], output, GraphBuilder.MachineLearning, attributes: attributes);
    }

    private static OnnxAttribute Doubles(string name, double[] values) =>
        OnnxAttribute.Tensor(name, OnnxTensor.Doubles(string.Empty, [values.Length], values));
}
