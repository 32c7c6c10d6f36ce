using System.Reflection;
using Microsoft.ML.Trainers.FastTree;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>What a tree puts in place of a missing value, for each node: LightGBM's trees say so, FastTree's mostly do not.</summary>
/// <remarks>ML.NET keeps these values in a field that its public tree does not show. They decide where NaN goes, so they are read by
/// reflection; a version of ML.NET that keeps them elsewhere makes the export refuse the model instead of guessing.</remarks>
internal static class MissingValueDefaults
{
    private static readonly FieldInfo? Tree = typeof(RegressionTreeBase).GetField("_tree", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly FieldInfo? Values = Tree?.FieldType.GetField("DefaultValueForMissing", BindingFlags.Instance | BindingFlags.Public);

    public static bool CanRead => Values?.FieldType == typeof(float[]);

    /// <summary>The value for each node, or null where NaN is compared as it is (and so never is at most a threshold).</summary>
    public static float[]? Read(RegressionTreeBase tree) => (float[]?)Values!.GetValue(Tree!.GetValue(tree));
}
