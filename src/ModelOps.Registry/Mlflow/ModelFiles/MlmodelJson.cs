using System.Globalization;
using System.Text.Json;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>The fields of an <c>MLmodel</c> file, which MLflow also sends as JSON.</summary>
internal static class MlmodelJson
{
    public const string What = "The MLmodel file";
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    public static MlflowModel Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) { throw Wrong("it is not a mapping"); }
        if (!root.TryGetProperty("flavors", out JsonElement flavors) || flavors.ValueKind != JsonValueKind.Object) { throw Wrong("it has no mapping 'flavors'"); }
        return new MlflowModel
        {
            Flavors = flavors.EnumerateObject().ToDictionary(static f => f.Name, static f => f.Value.Clone()),
            ArtifactPath = Text(root, "artifact_path"),
            MlflowVersion = Text(root, "mlflow_version"),
            ModelId = Text(root, "model_id"),
            RunId = Text(root, "run_id"),
            CreatedAt = ReadTime(Text(root, "utc_time_created")),
            SizeInBytes = Find(root, "model_size_bytes", JsonValueKind.Number) is { } size && size.TryGetInt64(out long bytes) ? bytes : null,
            Signature = Find(root, "signature", JsonValueKind.Object) is { } signature ? ReadSignature(signature) : null,
            Metadata = Find(root, "metadata", JsonValueKind.Object)?.Clone(),
        };
    }

    /// <summary>Writes the fields in ordinal order, as MLflow does.</summary>
    public static void Write(Utf8JsonWriter writer, MlflowModel model)
    {
        writer.WriteStartObject();
        WriteText(writer, "artifact_path", model.ArtifactPath);
        writer.WriteStartObject("flavors");
        foreach ((string name, JsonElement flavor) in model.Flavors.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            flavor.WriteTo(writer);
        }

        writer.WriteEndObject();
        if (model.Metadata is { } metadata)
        {
            writer.WritePropertyName("metadata");
            metadata.WriteTo(writer);
        }

        WriteText(writer, "mlflow_version", model.MlflowVersion);
        WriteText(writer, "model_id", model.ModelId);
        if (model.SizeInBytes is { } size) { writer.WriteNumber("model_size_bytes", size); }
        WriteText(writer, "model_uuid", model.ModelId);
        WriteText(writer, "run_id", model.RunId);
        if (model.Signature is { } signature)
        {
            writer.WriteStartObject("signature");
            WriteText(writer, "inputs", signature.Inputs is { } inputs ? SignatureJson.Write(inputs) : null, required: true);
            WriteText(writer, "outputs", signature.Outputs is { } outputs ? SignatureJson.Write(outputs) : null, required: true);
            WriteText(writer, "params", signature.Parameters is { } parameters ? SignatureJson.Write(parameters) : null, required: true);
            writer.WriteEndObject();
        }

        WriteText(writer, "utc_time_created", model.CreatedAt?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static MlflowSignature ReadSignature(JsonElement signature) => new()
    {
        Inputs = Text(signature, "inputs") is { } inputs ? SignatureJson.ReadFields(inputs) : null,
        Outputs = Text(signature, "outputs") is { } outputs ? SignatureJson.ReadFields(outputs) : null,
        Parameters = Text(signature, "params") is { } parameters ? SignatureJson.ReadParameters(parameters) : null,
    };

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    private static void WriteText(Utf8JsonWriter writer, string name, string? value, bool required = false)
    {
        if (value is not null || required) { writer.WriteString(name, value); }
    }

    private static string? Text(JsonElement element, string name) => Find(element, name, JsonValueKind.String)?.GetString();

    private static JsonElement? Find(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;

    private static MlflowFormatException Wrong(string reason) => new(What, reason);
}
