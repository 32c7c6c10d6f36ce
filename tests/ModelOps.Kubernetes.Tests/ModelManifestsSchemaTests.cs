using System.Text.Json.Nodes;
using k8s.Models;
using ModelOps.Kubernetes.Security;
using ModelOps.Kubernetes.Tests.Schemas;
using ModelOps.Kubernetes.Tests.Yaml;

namespace ModelOps.Kubernetes.Tests;

public sealed class ModelManifestsSchemaTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void Render_Case_PassesAStrictApiServer(string name)
    {
        StrictValidator validator = new(KubernetesSchemas.Require());
        ModelManifests manifests = ModelManifests.Render(Deployments.All[name]);

        IReadOnlyList<JsonNode?> read = OldYamlReader.ReadAll(manifests.ToYaml());

        Assert.Equal(manifests.Objects.Count, read.Count);
        Assert.All(read, item => Assert.Empty(validator.Validate(item!)));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void Render_Case_IsRestricted(string name)
    {
        V1Deployment deployment = Assert.Single(ModelManifests.Render(Deployments.All[name]).Objects.OfType<V1Deployment>());

        Assert.Empty(PodSecurity.Check(deployment.Spec.Template.Spec));
    }
}
