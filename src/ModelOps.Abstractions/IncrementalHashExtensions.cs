using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps;

/// <summary>Texts as parts of what is hashed.</summary>
internal static class IncrementalHashExtensions
{
    /// <summary>Appends a text behind its length, so that no two lists of texts give the same bytes.</summary>
    internal static void AppendText(this IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
