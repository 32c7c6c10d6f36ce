namespace ModelOps.Serving.MLNet;

/// <summary>An exported model.</summary>
/// <param name="Model">The ONNX file; the same model gives the same bytes.</param>
/// <param name="Signature">Its inputs and outputs, ready to be registered with it.</param>
public sealed record OnnxExportResult(ReadOnlyMemory<byte> Model, ModelSignature Signature);
