namespace ModelOps.Onnx.Forests;

/// <summary>A node as the reference evaluator walks it.</summary>
/// <typeparam name="T">Type of comparisons.</typeparam>
/// <param name="Threshold">Threshold of a split.</param>
/// <param name="Feature">Feature of a split; first weight of a leaf.</param>
/// <param name="WhenTrue">Child; -1 in a leaf.</param>
/// <param name="WhenFalse">Child; number of weights in a leaf.</param>
/// <param name="Mode">Comparison.</param>
/// <param name="MissingGoesTrue">Where NaN goes.</param>
internal readonly record struct TreeNode<T>(T Threshold, int Feature, int WhenTrue, int WhenFalse, SplitMode Mode, bool MissingGoesTrue);
