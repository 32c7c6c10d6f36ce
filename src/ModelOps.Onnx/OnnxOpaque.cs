namespace ModelOps.Onnx;

/// <summary>A part of the file that is kept as it is, so that writing loses nothing, but is not interpreted. Immutable.</summary>
/// <param name="Kind">What it is, e.g. <c>sequence</c> or <c>sparse_initializer</c>.</param>
/// <param name="Field">Number of the field that holds it, in the protobuf message around it.</param>
/// <param name="Bytes">The protobuf message.</param>
public sealed record OnnxOpaque(string Kind, int Field, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Name of the value that it defines; empty when it defines none.</summary>
    public string Name { get; init; } = string.Empty;
}
