namespace ModelOps.Onnx.Reading;

/// <summary>Loads tensors from files inside one folder, and from nowhere else.</summary>
internal sealed class ExternalDataReader(string? folder, long maxBytes)
{
    private const string Anew = "Export the model anew.";

    private readonly Dictionary<OnnxExternalData, ReadOnlyMemory<byte>> _loaded = [];
    private readonly Dictionary<string, long> _unread = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>The tensor with its elements. Tensors that share a place share the memory; else none may overlap, so that a small file cannot fill the memory.</summary>
    public OnnxTensor Load(OnnxTensor tensor)
    {
        OnnxExternalData place = tensor.ExternalData!;
        if (folder is null) { throw Error(tensor, "its elements are in another file", $"Read the model from its file, or set {nameof(OnnxReadOptions)}.{nameof(OnnxReadOptions.ExternalDataFolder)}."); }
        if (tensor.ElementType == OnnxElementType.String) { throw Error(tensor, "strings cannot be external data", Anew); }
        if (!ElementTypes.TryByteLength(tensor.ElementType, tensor.Shape, out long length)) { throw Error(tensor, "its shape is impossible", Anew); }
        if (place.Length is { } declared && declared != length) { throw Error(tensor, $"its external data has {declared} bytes, its type and shape need {length}", Anew); }

        OnnxExternalData key = place with { Length = length };
        if (!_loaded.TryGetValue(key, out ReadOnlyMemory<byte> bytes))
        {
            bytes = Read(tensor, place, length);
            _loaded.Add(key, bytes);
        }

        return tensor with { RawData = bytes, ExternalData = null };
    }

    private byte[] Read(OnnxTensor tensor, OnnxExternalData place, long length)
    {
        FileInfo file = Locate(tensor, place.Location);
        if (place.Offset > file.Length || length > file.Length - place.Offset)
        {
            throw Error(tensor, $"its external data ends at byte {(Int128)place.Offset + length} of a file of {file.Length} bytes", "Copy the data file anew, whole.");
        }

        if (length > Array.MaxLength) { throw Error(tensor, $"it has {length} bytes, more than an array holds", "Split the tensor."); }
        if (length > maxBytes - _total) { throw Error(tensor, $"external data exceeds {maxBytes} bytes", $"Raise {nameof(OnnxReadOptions)}.{nameof(OnnxReadOptions.MaxExternalBytes)} if you trust the files."); }
        long unread = _unread.GetValueOrDefault(file.FullName, file.Length);
        if (length > unread) { throw Error(tensor, "its external data overlaps that of other tensors", Anew); }
        _unread[file.FullName] = unread - length;
        _total += length;
        if (length == 0) { return []; }

        byte[] bytes = new byte[length];
        using FileStream stream = file.OpenRead();
        stream.Position = place.Offset;
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) { throw Error(tensor, "its data file became shorter while it was read", "Read it again."); }
        return bytes;
    }

    private FileInfo Locate(OnnxTensor tensor, string location)
    {
        string[] parts = location.Split('/');
        if (parts.Any(static part => part is "" or "." or ".." || part.AsSpan().ContainsAny("\\:\0")))
        {
            throw Error(tensor, $"its data file {Quote.Short(location)} is no plain relative path", "Put the file into the model's folder and name it in the model by its relative path, with forward slashes.");
        }

        string path = folder!;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw Error(tensor, $"its data file {Quote.Short(location)} is or lies behind a symbolic link", "Put the file itself into the model's folder.");
            }
        }

        FileInfo file = new(path);
        return file.Exists ? file : throw Error(tensor, $"its data file {Quote.Short(location)} is missing", "Put it beside the model.");
    }

    private static InvalidOnnxModelException Error(OnnxTensor tensor, string problem, string mend) => new($"tensor {Quote.Short(tensor.Name)}", problem, mend);
}
