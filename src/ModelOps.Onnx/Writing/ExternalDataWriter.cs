namespace ModelOps.Onnx.Writing;

/// <summary>Moves large tensors to a file beside the model.</summary>
/// <param name="data">Receives the elements.</param>
/// <param name="location">Name of the data file, as the model will tell it.</param>
/// <param name="threshold">Size in bytes from which a tensor is large.</param>
internal sealed class ExternalDataWriter(Stream data, string location, long threshold)
{
    private const int Page = 4096; // so that a runtime can map the file instead of reading it

    /// <summary>The tensor with its elements moved, or as it was when it is not large.</summary>
    public OnnxTensor Place(OnnxTensor tensor)
    {
        if (tensor.ExternalData is not null || tensor.ElementType == OnnxElementType.String || tensor.RawData.Length < threshold) { return tensor; }
        long offset = (data.Position + Page - 1) / Page * Page;
        data.Position = offset;
        data.Write(tensor.RawData.Span);
        return tensor with { RawData = default, ExternalData = new OnnxExternalData(location, offset, tensor.RawData.Length) };
    }
}
