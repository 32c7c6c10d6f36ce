namespace ModelOps.Onnx;

/// <summary>A rule that a model breaks. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Where">Part of the model, e.g. <c>node 3 'conv1' of 'Conv'</c>.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record OnnxFinding(OnnxRule Rule, string Where, string Problem)
{
    /// <summary>The finding in words.</summary>
    /// <returns>Where, then the problem.</returns>
    public override string ToString() => $"{Where}: {Problem}";
}
