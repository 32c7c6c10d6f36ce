using ModelOps.Onnx.Writing;

namespace ModelOps.Onnx;

/// <summary>Writes models in the ONNX file format. The same model gives the same bytes. Thread-safe.</summary>
/// <remarks>Tensors whose external data was not loaded are written as the references they are.</remarks>
public static class OnnxModelWriter
{
    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InvalidOperationException">The model is larger than the 2 GiB that one file holds.</exception>
    public static byte[] Write(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<ReadOnlyMemory<byte>> chunks = new ModelSerializer(external: null).Serialize(model);
        byte[] file = new byte[chunks.Sum(static chunk => chunk.Length)];
        int position = 0;
        foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            chunk.Span.CopyTo(file.AsSpan(position));
            position += chunk.Length;
        }

        return file;
    }

    /// <summary>Writes a model to a file, and its large weights to another one beside it if the options say so.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Path of the file; an existing file is replaced only once the new one is complete.</param>
    /// <param name="options">How; null for one file.</param>
    /// <exception cref="ArgumentException"><see cref="OnnxWriteOptions.ExternalDataFileName"/> is no plain file name, or that of the model.</exception>
    /// <exception cref="InvalidOperationException">The model is larger than the 2 GiB that one file holds.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void WriteFile(OnnxModel model, string path, OnnxWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (options?.ExternalDataThresholdBytes is not { } threshold)
        {
            Replace(full, stream => Write(new ModelSerializer(external: null).Serialize(model), stream));
            return;
        }

        string data = DataFileName(Path.GetFileName(full), options);
        IReadOnlyList<ReadOnlyMemory<byte>> chunks = [];
        Replace(
            Path.Combine(Path.GetDirectoryName(full)!, data),
            stream => chunks = new ModelSerializer(new ExternalDataWriter(stream, data, threshold)).Serialize(model));
        Replace(full, stream => Write(chunks, stream));
    }

    private static string DataFileName(string model, OnnxWriteOptions options)
    {
        string name = options.ExternalDataFileName ?? model + ".data";
        return name is not ("" or "." or "..") && !name.AsSpan().ContainsAny("/\\:\0") && !string.Equals(name, model, StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"External data cannot go to {Quote.Short(name)}: give the plain name of a file other than the model's.", nameof(options));
    }

    private static void Write(IReadOnlyList<ReadOnlyMemory<byte>> chunks, Stream stream)
    {
        foreach (ReadOnlyMemory<byte> chunk in chunks) { stream.Write(chunk.Span); }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        string temporary = path + ".tmp";
        try
        {
            using (FileStream stream = File.Create(temporary)) { write(stream); }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
