using System.Text.Json.Nodes;

namespace ModelOps.Registry.Governance;

/// <summary>The bill of materials of a version as CycloneDX JSON: the model with its files and its card, the data and models it was trained from.</summary>
public static class ModelBom
{
    /// <summary>Writes the bill of materials.</summary>
    /// <param name="version">The version.</param>
    /// <param name="card">Its card; null for none.</param>
    /// <param name="training">How it was trained; null when that is not known.</param>
    /// <param name="specification">Version of CycloneDX.</param>
    /// <returns>JSON in UTF-8. The same facts give the same bytes, so that two documents can be compared.</returns>
    public static byte[] Write(ModelVersion version, ModelCard? card, TrainingRecord? training, CycloneDxVersion specification = CycloneDxVersion.V1_6)
    {
        ArgumentNullException.ThrowIfNull(version);
        VersionFacts facts = new(version, card ?? new ModelCard(), training);
        CycloneDxDocument document = new();
        string self = $"model:{version.Model}@{version.Version}";
        document.Depend(self);
        foreach (TrainingDataset dataset in facts.Datasets) { Require(BomComponents.Dataset(dataset)); }
        foreach (TrainingBaseModel origin in facts.BaseModels) { Require(BomComponents.BaseModel(origin)); }
        foreach ((string name, string libraryVersion) in training?.Libraries ?? new Dictionary<string, string>()) { Require(BomComponents.Library(name, libraryVersion)); }
        return document.Write(specification, Model(facts, self), version.CreatedAt);

        void Require(JsonObject component)
        {
            string reference = (string)component["bom-ref"]!;
            document.Add(component);
            document.Depend(reference);
            document.Depend(self, reference);
        }
    }

    private static JsonObject Model(VersionFacts facts, string self)
    {
        ModelVersion version = facts.Version;
        JsonObject model = new()
        {
            ["type"] = "machine-learning-model",
            ["bom-ref"] = self,
            ["name"] = version.Model,
            ["version"] = version.Version.ToString(),
        };
        if (facts.Card.Owners.Count > 0) { model["authors"] = new JsonArray([.. facts.Card.Owners.Select(BomComponents.Owner)]); }
        if (facts.Description.Length > 0) { model["description"] = facts.Description; }
        if (facts.Card.Licenses.Count > 0) { model["licenses"] = CycloneDxDocument.Licenses(facts.Card.Licenses); }
        if (facts.Card.Keywords.Count > 0) { model["tags"] = CycloneDxDocument.Texts(facts.Card.Keywords); }
        if (References(facts) is { Count: > 0 } references) { model["externalReferences"] = references; }
        if (facts.BaseModels.Count > 0) { model["pedigree"] = new JsonObject { ["ancestors"] = new JsonArray([.. facts.BaseModels.Select(b => BomComponents.BaseModel(b, "ancestor:"))]) }; }
        model["components"] = new JsonArray([.. version.Files.Select(f => BomComponents.File(self, f))]);
        model["modelCard"] = CycloneDxModelCard.Build(facts);
        model["properties"] = CycloneDxDocument.Properties(Properties(facts));
        return model;
    }

    private static JsonArray References(VersionFacts facts)
    {
        JsonArray references = [.. facts.Card.References.Select(static r => (JsonNode)new JsonObject { ["type"] = "documentation", ["url"] = r })];
        if (facts.Training?.Code is { } code) { references.Add((JsonNode)new JsonObject { ["type"] = "vcs", ["url"] = code.Repository }); }
        return references;
    }

    private static Dictionary<string, string> Properties(VersionFacts facts)
    {
        Dictionary<string, string> properties = new()
        {
            ["modelops:number"] = facts.Version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["modelops:digest"] = facts.Version.Digest,
            ["modelops:format"] = facts.Version.Format,
        };
        if ((facts.Training?.RunId ?? facts.Version.RunId) is { } run) { properties["modelops:run"] = run; }
        if (facts.Training?.Code?.Commit is { } commit) { properties["modelops:commit"] = commit; }
        foreach ((string key, string value) in facts.Training?.Parameters ?? facts.Version.Parameters) { properties[$"modelops:parameter:{key}"] = value; }
        return properties;
    }
}
