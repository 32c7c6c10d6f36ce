using System.Buffers;

namespace ModelOps.Serving.Batching;

/// <summary>Finds dynamic quantization in a model's files, by the name of its operator.</summary>
internal static class DynamicQuantization
{
    private const int ChunkBytes = 1 << 16;

    private static ReadOnlySpan<byte> Operator => "DynamicQuantizeLinear"u8;

    public static bool IsUsedBy(ModelPackage package) => package.Files
        .Where(static file => file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".ort", StringComparison.OrdinalIgnoreCase))
        .Select(file => Path.Combine(package.Directory, file))
        .Any(static path => File.Exists(path) && Contains(path));

    // The name is plain text in the file. Reading it so costs a fraction of parsing and next to no memory, whatever the size of the weights.
    private static bool Contains(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            int kept = 0;
            while (file.Read(buffer, kept, ChunkBytes - kept) is int read and > 0)
            {
                ReadOnlySpan<byte> text = buffer.AsSpan(0, kept + read);
                if (text.IndexOf(Operator) >= 0) { return true; }
                kept = Math.Min(text.Length, Operator.Length - 1);
                text[^kept..].CopyTo(buffer);
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
