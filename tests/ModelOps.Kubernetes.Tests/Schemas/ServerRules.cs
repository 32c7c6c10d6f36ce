using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ModelOps.Kubernetes.Tests.Schemas;

/// <summary>What a real API server 1.36 refused or is known to refuse and no schema says.</summary>
internal static partial class ServerRules
{
    internal static IEnumerable<string> Check(string kind, JsonNode manifest) => Metadata(manifest).Concat(kind switch
    {
        "PodDisruptionBudget" => DisruptionBudget(manifest["spec"]!),
        "HorizontalPodAutoscaler" => Autoscaler(manifest["spec"]!),
        "Deployment" => Deployment(manifest["spec"]!),
        _ => [],
    });

    private static IEnumerable<string> Metadata(JsonNode manifest)
    {
        if ((string?)manifest["metadata"]?["name"] is not { Length: <= 63 } name || !DnsLabel.IsMatch(name)) { yield return "metadata.name: not a DNS label"; }
        foreach ((string key, JsonNode? value) in manifest["metadata"]?["labels"]?.AsObject() ?? [])
        {
            if (!LabelValue.IsMatch((string)value!)) { yield return $"metadata.labels: \"{value}\" of {key} is not a label value"; }
        }
    }

    private static IEnumerable<string> DisruptionBudget(JsonNode spec)
    {
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null) { yield return "minAvailable and maxUnavailable cannot be both set"; }
    }

    private static IEnumerable<string> Autoscaler(JsonNode spec)
    {
        long min = (long?)spec["minReplicas"] ?? 1;
        if (min < 1) { yield return "spec.minReplicas: must be greater than or equal to 1"; }
        if ((long?)spec["maxReplicas"] < min) { yield return "spec.maxReplicas: must be greater than or equal to minReplicas"; }
        if ((string?)spec["scaleTargetRef"]?["apiVersion"] is not { } version || !version.Contains('/', StringComparison.Ordinal)) { yield return "spec.scaleTargetRef.apiVersion: must name the group"; }
        foreach (string direction in (string[])["scaleUp", "scaleDown"])
        {
            if ((long?)spec["behavior"]?[direction]?["stabilizationWindowSeconds"] is > 3600) { yield return $"spec.behavior.{direction}.stabilizationWindowSeconds: must be at most 3600"; }
        }
    }

    private static IEnumerable<string> Deployment(JsonNode spec)
    {
        JsonNode pod = spec["template"]!["spec"]!;
        JsonObject labels = spec["template"]!["metadata"]!["labels"]!.AsObject();
        foreach ((string key, JsonNode? value) in spec["selector"]!["matchLabels"]!.AsObject())
        {
            if (!JsonNode.DeepEquals(labels[key], value)) { yield return $"spec.selector: label {key} is not on the template"; }
        }
        if (spec["strategy"]?["rollingUpdate"] is { } update && update["maxSurge"]?.ToString() is "0" or "0%" && update["maxUnavailable"]?.ToString() is "0" or "0%") { yield return "spec.strategy: maxSurge and maxUnavailable cannot both be 0"; }
        if ((long?)spec["progressDeadlineSeconds"] <= ((long?)spec["minReadySeconds"] ?? 0)) { yield return "spec.progressDeadlineSeconds: must be greater than minReadySeconds"; }
        if ((long?)pod["containers"]![0]!["lifecycle"]?["preStop"]?["sleep"]?["seconds"] > (long?)pod["terminationGracePeriodSeconds"]) { yield return "preStop.sleep.seconds: must not exceed the grace period"; }
        HashSet<string> volumes = [.. pod["volumes"]?.AsArray().Select(static v => (string)v!["name"]!) ?? []];
        foreach (JsonNode? mount in pod["containers"]![0]!["volumeMounts"]?.AsArray() ?? [])
        {
            if (!volumes.Contains((string)mount!["name"]!)) { yield return string.Create(CultureInfo.InvariantCulture, $"volumeMounts: no volume {mount["name"]}"); }
        }
    }

    [GeneratedRegex(@"^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DnsLabel { get; }

    [GeneratedRegex(@"^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelValue { get; }
}
