using k8s;
using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class ObjectListExtensions
{
    internal static void AddIfAny(this List<IKubernetesObject<V1ObjectMeta>> objects, IKubernetesObject<V1ObjectMeta>? item)
    {
        if (item is not null) { objects.Add(item); }
    }
}
