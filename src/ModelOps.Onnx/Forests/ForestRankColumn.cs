namespace ModelOps.Onnx.Forests;

/// <summary>A column of a quantized forest: a feature is replaced by how many of these bounds it is above.</summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="MissingIsAbove">Whether NaN counts as above all bounds, else as below them.</param>
/// <param name="Bounds">The bounds, ascending, each once.</param>
public sealed record ForestRankColumn(int Feature, bool MissingIsAbove, IReadOnlyList<float> Bounds);
