namespace ModelOps.Onnx;

/// <summary>Place of a tensor's elements in a file beside the model. Immutable.</summary>
/// <param name="Location">Path of the file, relative to the model's folder, with forward slashes.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes; null when the file does not tell, then type and shape do.</param>
public sealed record OnnxExternalData(string Location, long Offset = 0, long? Length = null);
