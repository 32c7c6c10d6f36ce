using System.Text.Json.Nodes;
using CsCheck;
using k8s;
using k8s.Models;
using ModelOps.Kubernetes.Security;
using ModelOps.Kubernetes.Tests.Schemas;
using ModelOps.Kubernetes.Tests.Yaml;

namespace ModelOps.Kubernetes.Tests;

public sealed class ModelManifestsPropertyTests
{
    [Fact]
    public void Render_AnyValidDeployment_PassesAStrictApiServerAndIsRestricted()
    {
        StrictValidator validator = new(KubernetesSchemas.Require());
        RandomDeployments.Any.Sample(deployment =>
        {
            ModelManifests manifests = ModelManifests.Render(deployment);
            Assert.Equal(manifests.ToYaml(), ModelManifests.Render(deployment).ToYaml());
            Assert.All(OldYamlReader.ReadAll(manifests.ToYaml()), item => Assert.Empty(validator.Validate(item!)));
            Assert.Empty(PodSecurity.Check(manifests.Objects.OfType<V1Deployment>().Single().Spec.Template.Spec));
        }, seed: "0000KubernetesP", iter: 300);
    }

    [Fact]
    public void Render_AnyValidDeployment_HoldsTogether()
    {
        RandomDeployments.Any.Sample(static deployment =>
        {
            IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects = ModelManifests.Render(deployment).Objects;
            V1Deployment workload = objects.OfType<V1Deployment>().Single();
            V1PodSpec pod = workload.Spec.Template.Spec;
            V1Container container = Assert.Single(pod.Containers);

            Assert.Equal(deployment.Scaling is HorizontalScaling, workload.Spec.Replicas is null);
            Assert.True(container.StartupProbe.FailureThreshold * container.StartupProbe.PeriodSeconds >= deployment.Probes.LoadTime.TotalSeconds);
            Assert.True(pod.TerminationGracePeriodSeconds >= (deployment.Shutdown.Drain + deployment.Shutdown.LongestRequest).TotalSeconds);
            Assert.Equal(container.Resources.Limits["memory"], container.Resources.Requests["memory"]);
            Assert.All(objects, o => Assert.Equal(deployment.Namespace, o.Metadata.NamespaceProperty));
            IDictionary<string, string> labels = workload.Spec.Template.Metadata.Labels;
            Assert.Subset(labels.ToHashSet(), workload.Spec.Selector.MatchLabels.ToHashSet());
            Assert.Subset(labels.ToHashSet(), objects.OfType<V1Service>().Single().Spec.Selector.ToHashSet());
            Assert.Equal(pod.Volumes.Select(static v => v.Name), container.VolumeMounts.Select(static m => m.Name));
        }, seed: "0000KubernetesH", iter: 1_000);
    }
}
