using k8s;
using k8s.Models;
using ModelOps.Kubernetes.Rendering;
using ModelOps.Kubernetes.Validation;
using ModelOps.Kubernetes.Yaml;

namespace ModelOps.Kubernetes;

/// <summary>The Kubernetes objects of one deployment.</summary>
/// <remarks>The same deployment always gives the same objects and the same bytes of YAML.</remarks>
public sealed class ModelManifests
{
    private ModelManifests(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects, IReadOnlyList<string> notes)
    {
        Objects = objects;
        Notes = notes;
    }

    /// <summary>The objects in the order in which to apply them; the caller may change them before they are written or sent.</summary>
    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>What was left out or cannot be promised, and why, in sentences for people.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Turns a deployment into Kubernetes objects.</summary>
    /// <param name="deployment">What to render.</param>
    /// <returns>The objects.</returns>
    /// <exception cref="InvalidModelDeploymentException">The deployment has faults; all of them are named.</exception>
    public static ModelManifests Render(ModelDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ModelDeploymentValidator.ThrowIfInvalid(deployment);
        List<IKubernetesObject<V1ObjectMeta>> objects = [ServiceAccountRenderer.Render(deployment)];
        objects.AddIfAny(ConfigMapRenderer.Render(deployment));
        objects.AddIfAny(NetworkPolicyRenderer.RenderNamespaceDefault(deployment));
        objects.Add(NetworkPolicyRenderer.Render(deployment));
        objects.Add(DeploymentRenderer.Render(deployment));
        objects.Add(ServiceRenderer.Render(deployment));
        objects.AddIfAny(AutoscalerRenderer.Render(deployment));
        objects.AddIfAny(DisruptionBudgetRenderer.Render(deployment));
        return new ModelManifests(objects, DeploymentNotes.Of(deployment));
    }

    /// <summary>All objects as one YAML stream, in the order in which to apply them.</summary>
    /// <returns>YAML that readers of version 1.1 and 1.2 understand alike.</returns>
    public string ToYaml() => ManifestYaml.Write(Objects);

    /// <summary>One YAML file for each object; the names sort in the order in which to apply them, so <c>kubectl apply -f FOLDER</c> works.</summary>
    /// <returns>The files, e.g. <c>10-service-account-demand.yaml</c>.</returns>
    public IReadOnlyList<ManifestFile> ToFiles() =>
        [.. Objects.Select(static (item, i) => new ManifestFile($"{(i + 1) * 10}-{KebabCase.Of(item.Kind)}-{item.Metadata.Name}.yaml", ManifestYaml.Write([item])))];
}
