namespace ModelOps.Onnx.Forests;

/// <summary>Trees without a question, which carry what ONNX has no other word for.</summary>
internal static class MarginTrees
{
    /// <summary>Adds what sums start with as a tree of one leaf. ONNX adds base values after the trees; libraries start with them, and the order decides the last bits.</summary>
    /// <param name="builder">Where to, before all other trees.</param>
    /// <param name="starts">What the sum of each target starts with.</param>
    public static void AddStarts(ForestBuilder builder, ReadOnlySpan<double> starts)
    {
        List<ForestWeight> weights = [];
        for (int target = 0; target < starts.Length; target++)
        {
            if (starts[target] != 0d) { weights.Add(new ForestWeight(target, starts[target])); }
        }

        if (weights.Count > 0) { builder.AddTree(builder.AddLeaf([.. weights])); }
    }

    /// <summary>Sees that a two-class forest is one of margins: ONNX Runtime takes the scores of one without negative weights for shares, and transforms nothing.</summary>
    /// <param name="builder">Where to, after all other trees. What is added has a negative leaf that no row reaches, and changes no sum.</param>
    public static void KeepMargins(ForestBuilder builder)
    {
        if (builder.HasNegativeWeight) { return; }
        int unreached = builder.AddLeaf(new ForestWeight(0, -1d));
        builder.AddTree(builder.AddSplit(0, SplitMode.Above, double.PositiveInfinity, unreached, builder.AddLeaf(new ForestWeight(0, 0d))));
    }
}
