using ModelOps.Onnx.Reading;

namespace ModelOps.Onnx;

/// <summary>Reads models in the ONNX file format. Thread-safe.</summary>
/// <remarks>
/// <para>Files of strangers are safe to read: memory stays within a small multiple of the file, recursion within
/// <see cref="OnnxReadOptions.MaxGraphDepth"/>, external data within its folder, and every fault is one <see cref="InvalidOnnxModelException"/>.</para>
/// <para>Whatever field holds the elements of a tensor, they come out as raw little-endian bytes. Fields that ONNX does not know, denotations,
/// doc strings of tensors and attributes, and metadata of tensors and values are dropped. Source of the format: ONNX IR specification, <c>onnx.proto3</c>.</para>
/// </remarks>
public static class OnnxModelReader
{
    private const int FirstBuffer = 4096;

    /// <summary>Reads a model from memory.</summary>
    /// <param name="file">The bytes of the file. Large tensors refer to them: do not change them while the model lives.</param>
    /// <param name="options">What is accepted; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidOnnxModelException">The bytes are no valid model, or exceed a limit.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> file, OnnxReadOptions? options = null)
    {
        options ??= OnnxReadOptions.Default;
        return Read(file, options, options.ExternalDataFolder);
    }

    /// <summary>Reads a model from the rest of a stream.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="options">What is accepted; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidOnnxModelException">The bytes are no valid model, or exceed a limit.</exception>
    public static OnnxModel Read(Stream stream, OnnxReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= OnnxReadOptions.Default;
        return Read(ReadAll(stream, options.MaxModelBytes), options, options.ExternalDataFolder);
    }

    /// <summary>Reads a model from a file, and its external data from the file's folder.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">What is accepted; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidOnnxModelException">The file is no valid model, exceeds a limit, or names external data outside its folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModel ReadFile(string path, OnnxReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= OnnxReadOptions.Default;
        string full = Path.GetFullPath(path);
        using FileStream stream = new(full, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(ReadAll(stream, options.MaxModelBytes), options, options.ExternalDataFolder ?? Path.GetDirectoryName(full));
    }

    private static OnnxModel Read(ReadOnlyMemory<byte> file, OnnxReadOptions options, string? folder)
    {
        if (file.Length > options.MaxModelBytes) { throw TooLarge(options.MaxModelBytes); }
        ExternalDataReader? external = options.LoadExternalData ? new ExternalDataReader(folder, options.MaxExternalBytes) : null;
        OnnxModel model = ModelParser.Parse(file, new ReadContext(options, external));
        if (options.Validate && OnnxModelValidator.Validate(model) is { Count: > 0 } findings) { throw new InvalidOnnxModelException(findings); }
        return model;
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, int most)
    {
        long expected = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (expected > most) { throw TooLarge(most); }
        byte[] buffer = new byte[Math.Clamp(expected + 1, FirstBuffer, Array.MaxLength)]; // one more, so that the end shows without growing
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            length += read;
            if (length > most) { throw TooLarge(most); }
            if (read == 0) { return buffer.AsMemory(0, length); }
            if (length == buffer.Length)
            {
                if (length == Array.MaxLength) { throw TooLarge(most); }
                Array.Resize(ref buffer, (int)Math.Min(2L * length, Array.MaxLength));
            }
        }
    }

    private static InvalidOnnxModelException TooLarge(int most) => new(
        "limit", $"the file has more than {most} bytes",
        $"Raise {nameof(OnnxReadOptions)}.{nameof(OnnxReadOptions.MaxModelBytes)} if you trust it, or keep the weights in external data.");
}
