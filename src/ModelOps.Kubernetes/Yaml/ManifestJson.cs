using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace ModelOps.Kubernetes.Yaml;

/// <summary>The JSON form of Kubernetes objects, generated at build time so that it survives trimming.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(QuantityJsonConverter)])]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1NetworkPolicy))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V2HorizontalPodAutoscaler))]
[JsonSerializable(typeof(V1PodDisruptionBudget))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    internal static JsonElement ToElement(IKubernetesObject<V1ObjectMeta> item) => JsonSerializer.SerializeToElement(item, item.GetType(), Default);
}
