using System.Text.Json.Nodes;
using ModelOps.TestSupport;

namespace ModelOps.Kubernetes.Tests.Schemas;

/// <summary>The schemas a Kubernetes 1.36 API server publishes; a test that asks for them skips where they are not at hand.</summary>
internal sealed class KubernetesSchemas
{
    private const string ReferencePrefix = "#/components/schemas/";
    private static readonly Lazy<KubernetesSchemas> Loaded = new(static () => new KubernetesSchemas(SharedFiles.Require("k8s-schemas/kubernetes-1.36-schemas.json")));
    private readonly JsonObject _schemas;
    private readonly Dictionary<string, JsonObject> _byKind = new(StringComparer.Ordinal);

    private KubernetesSchemas(string path)
    {
        _schemas = JsonNode.Parse(File.ReadAllText(path))!["components"]!["schemas"]!.AsObject();
        foreach ((string _, JsonNode? schema) in _schemas)
        {
            if (schema!["x-kubernetes-group-version-kind"] is not JsonArray { Count: 1 } kinds) { continue; }
            string group = (string)kinds[0]!["group"]!;
            string version = (string)kinds[0]!["version"]!;
            _byKind[$"{(group.Length == 0 ? version : $"{group}/{version}")} {kinds[0]!["kind"]}"] = schema.AsObject();
        }
    }

    internal static KubernetesSchemas Require()
    {
        SharedFiles.Require("k8s-schemas/kubernetes-1.36-schemas.json");
        return Loaded.Value;
    }

    internal JsonObject? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault($"{apiVersion} {kind}");

    /// <summary>Follows <c>$ref</c> and a lone <c>allOf</c>, the two forms the API server uses.</summary>
    internal JsonObject Resolve(JsonObject schema)
    {
        while (true)
        {
            if (schema["$ref"] is { } reference) { schema = _schemas[((string)reference!)[ReferencePrefix.Length..]]!.AsObject(); }
            else if (schema["allOf"] is JsonArray { Count: 1 } all) { schema = all[0]!.AsObject(); }
            else { return schema; }
        }
    }
}
