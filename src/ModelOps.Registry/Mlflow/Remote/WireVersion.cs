using System.Text.Json;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>A model version as the server tells of it.</summary>
internal sealed record WireVersion(string Model, long Number, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public string Description { get; private init; } = "";

    public string Stage { get; private init; } = "None";

    public string? Source { get; private init; }

    public string? RunId { get; private init; }

    /// <summary>False while it is being made, and when that failed.</summary>
    public bool IsReady { get; private init; }

    public IReadOnlyDictionary<string, string> Tags { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>The semantic version: our tag, else what GitLab gives as the alias, else the number.</summary>
    public SemanticVersion SemanticVersion =>
        Tags.TryGetValue(VersionTags.Version, out string? tag) && SemanticVersion.TryParse(tag, out SemanticVersion? own) ? own
        : Aliases.Select(static a => SemanticVersion.TryParse(a, out SemanticVersion? version) ? version : null).FirstOrDefault(static v => v is not null)
        ?? new SemanticVersion(Number, 0, 0);

    /// <summary>Null for what has no name or no number.</summary>
    public static WireVersion? Read(JsonElement version)
    {
        if (MlflowJson.Text(version, "name") is not { } model || MlflowJson.Integer(version, "version") is not (>= 1 and { } number)) { return null; }
        DateTimeOffset created = MlflowJson.RegistryTime(version, "creation_timestamp") ?? DateTimeOffset.UnixEpoch;
        return new WireVersion(model, number, created, MlflowJson.RegistryTime(version, "last_updated_timestamp") ?? created)
        {
            Description = MlflowJson.Text(version, "description") ?? "",
            Stage = MlflowJson.Text(version, "current_stage") ?? "None",
            Source = Filled(MlflowJson.Text(version, "source")),
            RunId = Filled(MlflowJson.Text(version, "run_id")),
            IsReady = MlflowJson.Text(version, "status") is null or "READY",
            Tags = MlflowJson.Pairs(version, "tags"),
            Aliases = [.. MlflowJson.List(version, "aliases").Where(static a => a.ValueKind == JsonValueKind.String).Select(static a => a.GetString()!)],
        };
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
