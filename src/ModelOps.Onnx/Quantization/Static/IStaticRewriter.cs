namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Writes planned nodes in one form.</summary>
internal interface IStaticRewriter
{
    /// <summary>Replaces a planned node. Called in the order of the graph.</summary>
    void Rewrite(OnnxNode node);
}
