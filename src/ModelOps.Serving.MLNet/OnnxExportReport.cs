namespace ModelOps.Serving.MLNet;

/// <summary>Whether a model can be exported, and what stands in the way.</summary>
/// <param name="Missing">What the export lacks for this model, one sentence each; empty when nothing.</param>
public sealed record OnnxExportReport(IReadOnlyList<string> Missing)
{
    /// <summary>Whether <see cref="MLNetOnnxExport.Export"/> takes the model.</summary>
    public bool CanExport => Missing.Count == 0;
}
