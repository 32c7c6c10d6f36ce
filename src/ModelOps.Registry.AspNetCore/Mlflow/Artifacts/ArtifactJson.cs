using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>An entry of a list of files, as the API writes it.</summary>
internal static class ArtifactJson
{
    public static void Write(Utf8JsonWriter writer, ArtifactEntry entry, string path)
    {
        writer.WriteString("path"u8, path);
        writer.WriteBoolean("is_dir"u8, entry.IsFolder);
        if (entry.Size is { } size) { writer.WriteNumber("file_size"u8, size); }
    }
}
