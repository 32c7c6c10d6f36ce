namespace ModelOps.Onnx.Forests;

/// <summary>Reads files into memory, up to a limit.</summary>
internal static class ForestFile
{
    private const int FirstBuffer = 4096;

    /// <summary>The rest of a stream.</summary>
    /// <exception cref="ForestFormatException">There are more bytes than <paramref name="options"/> allow.</exception>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream, ForestReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] buffer = new byte[FirstBuffer];
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            length += read;
            Check(length, options);
            if (read == 0) { return buffer.AsMemory(0, length); }
            if (length == buffer.Length) { Array.Resize(ref buffer, (int)Math.Min(2L * length, Math.Min(options.MaxModelBytes + 1L, Array.MaxLength))); }
        }
    }

    public static void Check(long length, ForestReadOptions options)
    {
        if (length > options.MaxModelBytes)
        {
            throw new ForestFormatException(
                $"The file has more than {options.MaxModelBytes} bytes. Raise {nameof(ForestReadOptions)}.{nameof(ForestReadOptions.MaxModelBytes)} if you trust it.");
        }
    }
}
