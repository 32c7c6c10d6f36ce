using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelOps.Registry.Tests.Wandb;

/// <summary>Holds a GraphQL request against what the server's own client sends: known input fields, variables declared, given, used, and of their types.</summary>
internal static partial class GraphCheck
{
    private static readonly Dictionary<string, string[]> s_fields = new()
    {
        ["upsertBucket"] = ["id", "name", "groupName", "modelName", "entityName", "description", "displayName", "notes", "config", "commit", "host", "debug", "jobProgram", "jobRepo", "jobType", "state", "sweep", "tags", "summaryMetrics"],
        ["createArtifact"] = ["entityName", "projectName", "artifactTypeName", "artifactCollectionName", "runName", "digest", "digestAlgorithm", "description", "aliases", "tags", "metadata", "ttlDurationSeconds", "historyStep", "enableDigestDeduplication", "distributedID", "clientID", "sequenceClientID"],
        ["createArtifactManifest"] = ["artifactID", "baseArtifactID", "name", "digest", "entityName", "projectName", "runName", "type"],
        ["createArtifactFiles"] = ["artifactFiles", "storageLayout"],
        ["completeMultipartUploadArtifact"] = ["completeMultipartAction", "completedParts", "artifactID", "storagePath", "uploadID"],
        ["commitArtifact"] = ["artifactID"],
        ["addAliases"] = ["artifactID", "aliases"],
    };

    public static string Operation(string query) => OperationName().Match(query).Groups[1].Value;

    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Check(string query, JsonElement variables)
    {
        Dictionary<string, string> declared = Declarations().Matches(query).ToDictionary(static m => m.Groups[1].Value, static m => m.Groups[2].Value);
        foreach (JsonProperty given in variables.EnumerateObject())
        {
            if (!declared.TryGetValue(given.Name, out string? type)) { return $"${given.Name} is not declared"; }
            if (!Fits(type, given.Value)) { return $"${given.Name} is no {type}"; }
        }

        foreach ((string name, string type) in declared)
        {
            if (type.EndsWith('!') && !variables.TryGetProperty(name, out _)) { return $"${name} is missing"; }
            if (Regex.Count(query, $@"\${name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)) < 2) { return $"${name} is not used"; }
        }

        Match input = Input().Match(query);
        if (!input.Success) { return null; }
        string[] known = s_fields[input.Groups[1].Value];
        return Fields().Matches(input.Groups[2].Value).Select(static m => m.Groups[1].Value).FirstOrDefault(f => !known.Contains(f)) is { } unknown ? $"unknown field {unknown}" : null;
    }

    private static bool Fits(string type, JsonElement value) => type.TrimEnd('!') switch
    {
        _ when value.ValueKind == JsonValueKind.Null => !type.EndsWith('!'),
        "Boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "JSONString" => value.ValueKind == JsonValueKind.String && IsJson(value.GetString()!),
        ['[', ..] => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static bool IsJson(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind == JsonValueKind.Object;
    }

    [GeneratedRegex(@"(?:query|mutation) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OperationName();

    [GeneratedRegex(@"\$(?<name>\w+): (?<type>[\w\[\]!]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"(?<name>\w+)\(input: \{(?<fields>[^}]*)\}\)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Input();

    [GeneratedRegex(@"(?<name>\w+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fields();
}
