using System.Text.Json;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>A registered model as the server tells of it.</summary>
internal sealed record WireModel(string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Description)
{
    private const string PromptTag = "mlflow.prompt.is_prompt";

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Alias to number.</summary>
    public required IReadOnlyDictionary<string, long> Aliases { get; init; }

    /// <summary>The newest version of each stage.</summary>
    public required IReadOnlyList<WireVersion> Latest { get; init; }

    public long LatestNumber => Latest.Count == 0 ? 0 : Latest.Max(static v => v.Number);

    /// <summary>Prompts share the table of models.</summary>
    public bool IsPrompt => Tags.TryGetValue(PromptTag, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    public static WireModel? Read(JsonElement model)
    {
        if (MlflowJson.Text(model, "name") is not { } name) { return null; }
        Dictionary<string, long> aliases = new(StringComparer.Ordinal);
        foreach (JsonElement alias in MlflowJson.List(model, "aliases"))
        {
            if (MlflowJson.Text(alias, "alias") is { } text && MlflowJson.Integer(alias, "version") is { } number) { aliases[text] = number; }
        }

        DateTimeOffset created = MlflowJson.RegistryTime(model, "creation_timestamp") ?? DateTimeOffset.UnixEpoch;
        return new WireModel(name, created, MlflowJson.RegistryTime(model, "last_updated_timestamp") ?? created, MlflowJson.Text(model, "description") ?? "")
        {
            Tags = MlflowJson.Pairs(model, "tags"),
            Aliases = aliases,
            Latest = [.. MlflowJson.List(model, "latest_versions").Select(WireVersion.Read).OfType<WireVersion>()],
        };
    }
}
