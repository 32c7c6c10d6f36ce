namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A column of ranks: a feature, and where a row lies in which the feature is NaN.</summary>
/// <param name="Feature">Feature.</param>
/// <param name="NaNIsAbove">Whether NaN counts as above every bound, else below.</param>
internal readonly record struct RankColumnKey(int Feature, bool NaNIsAbove);
