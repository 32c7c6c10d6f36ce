namespace ModelOps.Onnx.Forests;

/// <summary>Names of a forest's ONNX model. Immutable.</summary>
public sealed record OnnxForestWriteOptions
{
    /// <summary>Name of the input: features, row-major, <c>[-1, features]</c>. Default <c>features</c>.</summary>
    public string InputName { get; init; } = "features";

    /// <summary>Name of the output that holds the scores, <c>[-1, targets]</c>. Default <c>scores</c>.</summary>
    public string ScoresName { get; init; } = "scores";

    /// <summary>Name of the output that holds the label of each row's class, <c>[-1]</c>; classifiers only. Default <c>label</c>.</summary>
    public string LabelName { get; init; } = "label";
}
