using System.Globalization;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Governance;

/// <summary>What a model is made of, as CycloneDX components.</summary>
internal static class BomComponents
{
    public static string DatasetReference(TrainingDataset dataset) => $"data:{dataset.Name}@{dataset.Digest}";

    public static JsonObject Dataset(TrainingDataset dataset)
    {
        JsonObject data = new() { ["type"] = "dataset", ["name"] = dataset.Name };
        if (dataset.Uri is { } uri) { data["contents"] = new JsonObject { ["url"] = uri }; }
        if (dataset.Classification is { } classification) { data["classification"] = classification; }
        if (dataset.SensitiveData.Count > 0) { data["sensitiveData"] = CycloneDxDocument.Texts(dataset.SensitiveData); }
        if (dataset.Description is { } description) { data["description"] = description; }

        JsonObject component = new() { ["type"] = "data", ["bom-ref"] = DatasetReference(dataset), ["name"] = dataset.Name };
        if (dataset.Digest is { } digest) { component["version"] = digest; }
        if (VersionFacts.Sha256Of(dataset.Digest) is { } hex) { component["hashes"] = new JsonArray(CycloneDxDocument.Hash("SHA-256", hex)); }
        component["data"] = new JsonArray(data);
        Dictionary<string, string> properties = [];
        if (dataset.Role is { } role) { properties["modelops:role"] = role; }
        if (dataset.Rows is { } rows) { properties["modelops:rows"] = rows.ToString(CultureInfo.InvariantCulture); }
        if (dataset.Bytes is { } bytes) { properties["modelops:bytes"] = bytes.ToString(CultureInfo.InvariantCulture); }
        foreach ((int i, KeyValuePair<string, string> column) in dataset.Columns.Index()) { properties[string.Create(CultureInfo.InvariantCulture, $"modelops:column:{i:D4}:{column.Key}")] = column.Value; }
        if (properties.Count > 0) { component["properties"] = CycloneDxDocument.Properties(properties); }
        return component;
    }

    public static JsonObject BaseModel(TrainingBaseModel model) => BaseModel(model, "model:");

    public static JsonObject BaseModel(TrainingBaseModel model, string prefix)
    {
        JsonObject component = new() { ["type"] = "machine-learning-model", ["bom-ref"] = $"{prefix}{model.Name}@{model.Digest}", ["name"] = model.Name };
        if (model.Digest is { } digest) { component["version"] = digest; }
        if (VersionFacts.Sha256Of(model.Digest) is { } hex) { component["hashes"] = new JsonArray(CycloneDxDocument.Hash("SHA-256", hex)); }
        if (model.Uri is { } uri) { component["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "distribution", ["url"] = uri }); }
        return component;
    }

    public static JsonObject Library(string name, string version) =>
        new() { ["type"] = "library", ["bom-ref"] = $"library:{name}@{version}", ["name"] = name, ["version"] = version };

    public static JsonNode File(string model, ArtifactDescriptor file) => new JsonObject
    {
        ["type"] = "file",
        ["bom-ref"] = $"{model}#{file.Path}",
        ["name"] = file.Path,
        ["hashes"] = new JsonArray(CycloneDxDocument.Hash("SHA-256", Artifacts.Digest.Hex(file.Digest).ToString())),
        ["properties"] = CycloneDxDocument.Properties([new("modelops:bytes", file.Size.ToString(CultureInfo.InvariantCulture))]),
    };

    public static JsonNode Owner(ModelCardOwner owner)
    {
        JsonObject contact = new() { ["name"] = owner.Name };
        if (owner.Contact is { } text && text.Contains('@', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal)) { contact["email"] = text; }
        return contact;
    }
}
