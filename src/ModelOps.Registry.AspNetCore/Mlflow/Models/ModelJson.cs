using System.Text.Json;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Registered models and versions, as the API writes them.</summary>
internal static class ModelJson
{
    public static void WriteModel(Utf8JsonWriter writer, ModelView view)
    {
        RegisteredModel model = view.Model;
        writer.WriteString("name"u8, model.Name);
        writer.WriteTime("creation_timestamp"u8, model.CreatedAt);
        writer.WriteTime("last_updated_timestamp"u8, model.UpdatedAt);
        writer.WriteIfAny("description"u8, model.Description);
        writer.WriteList("latest_versions"u8, view.Latest, WriteVersion);
        writer.WritePairs("tags"u8, model.Tags);
        writer.WriteList("aliases"u8, model.Aliases, static (w, alias) =>
        {
            w.WriteString("alias"u8, alias.Alias);
            w.WriteId("version"u8, alias.Number);
        });
    }

    public static void WriteVersion(Utf8JsonWriter writer, RegisteredVersion registered)
    {
        ModelVersion version = registered.Version;
        writer.WriteString("name"u8, version.Model);
        writer.WriteId("version"u8, version.Number);
        writer.WriteTime("creation_timestamp"u8, version.CreatedAt);
        writer.WriteTime("last_updated_timestamp"u8, registered.UpdatedAt);
        writer.WriteString("current_stage"u8, registered.Stage);
        writer.WriteString("description"u8, registered.Description);
        writer.WriteString("source"u8, version.Source ?? string.Empty);
        writer.WriteString("run_id"u8, version.RunId ?? string.Empty);
        writer.WriteString("status"u8, "READY"u8); // a version is registered as a whole or not at all
        writer.WritePairs("tags"u8, registered.Tags.Where(static t => !VersionTags.IsOurs(t.Key)));
        writer.WriteString("run_link"u8, registered.Tags.GetValueOrDefault(VersionTags.RunLink, string.Empty));
        writer.WriteIfAny("model_id"u8, registered.Tags.GetValueOrDefault(VersionTags.ModelId));
        writer.WriteTexts("aliases"u8, registered.Aliases);
    }
}
