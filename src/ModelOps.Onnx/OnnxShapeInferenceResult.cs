namespace ModelOps.Onnx;

/// <summary>What <see cref="OnnxShapeInference"/> found. Immutable.</summary>
/// <param name="Model">The model, with types and shapes in <see cref="OnnxGraph.Outputs"/> and <see cref="OnnxGraph.ValueInfo"/> of its graph and the graphs inside; what the file declares stays.</param>
/// <param name="Findings">Contradictions, in the order of the nodes, at most <see cref="OnnxModelValidator.MaxFindings"/>: the model cannot run as it says, at least not with every input.</param>
/// <param name="UnknownOperators">Operators whose outputs were not inferred, e.g. <c>org.example.Every</c>, sorted.</param>
public sealed record OnnxShapeInferenceResult(OnnxModel Model, IReadOnlyList<OnnxFinding> Findings, IReadOnlyList<string> UnknownOperators)
{
    /// <summary>Finds a value of the model's graph.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its type and shape; null when nothing is known of it. Constants tell theirs themselves.</returns>
    public OnnxValueInfo? Find(string name) =>
        Model.Graph.ValueInfo.Concat(Model.Graph.Outputs).Concat(Model.Graph.Inputs).FirstOrDefault(value => value.Name == name);
}
