using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class DeploymentRenderer
{
    private const int DefaultProgressDeadlineSeconds = 600;
    private const int MinReadySeconds = 10;

    internal static V1Deployment Render(ModelDeployment deployment) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = ModelLabels.Metadata(deployment),
        Spec = new V1DeploymentSpec
        {
            Replicas = deployment.Scaling is FixedScaling scaling ? scaling.Replicas : null,
            Selector = ModelLabels.Selector(deployment),
            MinReadySeconds = MinReadySeconds,
            RevisionHistoryLimit = 5,
            ProgressDeadlineSeconds = Math.Max(DefaultProgressDeadlineSeconds, (2 * Seconds.Of(deployment.Probes.LoadTime)) + MinReadySeconds),
            Strategy = new V1DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = RollingUpdate(deployment) },
            Template = new V1PodTemplateSpec { Metadata = TemplateMetadata(deployment), Spec = PodRenderer.Render(deployment) },
        },
    };

    /// <summary>Never fewer pods than wanted, unless each holds a device that an added pod would wait for in vain.</summary>
    private static V1RollingUpdateDeployment RollingUpdate(ModelDeployment deployment) => deployment.Resources.Gpus > 0
        ? new() { MaxSurge = 0, MaxUnavailable = 1 }
        : new() { MaxSurge = "25%", MaxUnavailable = 0 };

    private static V1ObjectMeta TemplateMetadata(ModelDeployment deployment)
    {
        IDictionary<string, string> annotations = ModelLabels.Annotations(deployment);
        if (ConfigMapRenderer.Render(deployment) is { } map) { annotations[ModelLabels.ModelOpsPrefix + "config"] = ConfigMapRenderer.Fingerprint(map); }
        return new V1ObjectMeta { Labels = ModelLabels.Of(deployment), Annotations = annotations };
    }
}
