using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>Small JSON texts.</summary>
internal static class JsonText
{
    // None of these texts is put into a page, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(WriteBytes(write).Span);

    public static ReadOnlyMemory<byte> WriteBytes(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options)) { write(writer); }
        return buffer.WrittenMemory;
    }

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        using JsonDocument document = JsonDocument.Parse(WriteBytes(write));
        return document.RootElement.Clone();
    }
}
