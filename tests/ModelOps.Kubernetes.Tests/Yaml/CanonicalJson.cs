using System.Text.Json.Nodes;
using k8s.Models;

namespace ModelOps.Kubernetes.Tests.Yaml;

/// <summary>A text form in which two manifests are equal when they mean the same: keys sorted, quantities by value (<c>1024Mi</c> is <c>1Gi</c>).</summary>
internal static class CanonicalJson
{
    internal static string Of(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key}:{(e.Key is "requests" or "limits" ? Quantities(e.Value!) : Of(e.Value))}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Of))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Quantities(JsonNode map) =>
        string.Join(',', map.AsObject().OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key}:{new ResourceQuantity((string)e.Value!)}"));
}
