namespace ModelOps.Serving.MLNet;

/// <summary>Names and number format of an exported model.</summary>
public sealed class OnnxExportOptions
{
    /// <summary>Name of the input, <c>FP32[-1,n]</c>: one row of features each. Default <c>features</c>.</summary>
    public string InputName { get; set; } = "features";

    /// <summary>Name of the output that holds ML.NET's <c>Score</c>, <c>FP32[-1,1]</c>. Default <c>score</c>.</summary>
    public string ScoreName { get; set; } = "score";

    /// <summary>Name of the output that holds ML.NET's <c>Probability</c>, <c>FP32[-1,1]</c>; calibrated models only. Default <c>probability</c>.</summary>
    public string ProbabilityName { get; set; } = "probability";

    /// <summary>How tree ensembles add. Default <see cref="OnnxTreePrecision.Double"/>.</summary>
    public OnnxTreePrecision TreePrecision { get; set; } = OnnxTreePrecision.Double;
}
