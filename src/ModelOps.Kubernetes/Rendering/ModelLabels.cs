using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

/// <summary>The labels and annotations of all objects, and the selector of the pods.</summary>
internal static class ModelLabels
{
    internal const string KubernetesPrefix = "app.kubernetes.io/";
    internal const string ModelOpsPrefix = "modelops.dev/";
    internal const string ManagedBy = "modelops";
    private const string ServerName = "model-server";

    internal static V1ObjectMeta Metadata(ModelDeployment deployment, string? name = null) => new()
    {
        Name = name ?? deployment.Name,
        NamespaceProperty = deployment.Namespace,
        Labels = Of(deployment),
        Annotations = Annotations(deployment),
    };

    /// <summary>Only what never changes in the life of a deployment: selectors cannot be changed afterwards.</summary>
    internal static V1LabelSelector Selector(ModelDeployment deployment) => new() { MatchLabels = SelectorLabels(deployment) };

    internal static IDictionary<string, string> SelectorLabels(ModelDeployment deployment) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [KubernetesPrefix + "name"] = ServerName,
        [KubernetesPrefix + "instance"] = deployment.Name,
    };

    internal static IDictionary<string, string> Of(ModelDeployment deployment)
    {
        IDictionary<string, string> labels = SelectorLabels(deployment);
        labels[KubernetesPrefix + "version"] = LabelValue.From(ImageReference.VersionOf(deployment.Image));
        labels[KubernetesPrefix + "component"] = "inference";
        labels[KubernetesPrefix + "part-of"] = LabelValue.From(deployment.Model.Name);
        labels[KubernetesPrefix + "managed-by"] = ManagedBy;
        labels[ModelOpsPrefix + "model"] = LabelValue.From(deployment.Model.Name);
        AddIfSet(labels, "model-version", deployment.Model.Version);
        AddIfSet(labels, "model-alias", deployment.Model.Alias);
        AddIfSet(labels, "stage", deployment.Stage);
        AddIfSet(labels, "team", deployment.Team);
        AddIfSet(labels, "cost-center", deployment.CostCenter);
        foreach ((string key, string value) in deployment.Labels) { labels[key] = value; }
        return labels;
    }

    internal static IDictionary<string, string> Annotations(ModelDeployment deployment) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [ModelOpsPrefix + "model-reference"] = deployment.Model.ToString(),
    };

    private static void AddIfSet(IDictionary<string, string> labels, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) { labels[ModelOpsPrefix + key] = LabelValue.From(value); }
    }
}
