using k8s.Models;

namespace ModelOps.Kubernetes.Tests;

public sealed class ModelManifestsTests
{
    [Fact]
    public void Render_Objects_AreInTheOrderOfApply() =>
        Assert.Equal(
            ["ServiceAccount", "ConfigMap", "NetworkPolicy", "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget"],
            ModelManifests.Render(Deployments.All["autoscaled"]).Objects.Select(static o => o.Kind));

    [Fact]
    public void ToFiles_Names_SortInTheOrderOfApply()
    {
        IReadOnlyList<ManifestFile> files = ModelManifests.Render(Deployments.All["full"]).ToFiles();

        Assert.Equal("10-service-account-demand.yaml", files[0].Name);
        Assert.Equal("30-network-policy-default-deny.yaml", files[2].Name);
        Assert.Equal(files.Select(static f => f.Name).Order(StringComparer.Ordinal), files.Select(static f => f.Name));
    }

    [Fact]
    public void ToYaml_ChangedObject_ShowsTheChange()
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.Minimal);
        manifests.Objects.OfType<V1Deployment>().Single().Spec.Template.Spec.PriorityClassName = "serving";

        Assert.Contains("priorityClassName: serving", manifests.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OtherConfiguration_ChangesThePodTemplate()
    {
        ModelDeployment changed = Deployments.Minimal with { Configuration = new Dictionary<string, string> { ["A"] = "1" } };

        Assert.NotEqual(ConfigFingerprint(Deployments.Minimal), ConfigFingerprint(changed));
    }

    [Fact]
    public void Render_ConfigurationOfTheModel_WinsOverTheReference()
    {
        ModelDeployment deployment = Deployments.Minimal with { Configuration = new Dictionary<string, string> { ["ModelOps:Serving:Models:0:Name"] = "other" } };

        Assert.Equal("other", ModelManifests.Render(deployment).Objects.OfType<V1ConfigMap>().Single().Data["ModelOps__Serving__Models__0__Name"]);
    }

    [Fact]
    public void Render_ConfigurationInOtherCase_ReplacesTheEntry()
    {
        ModelDeployment deployment = Deployments.Minimal with { Configuration = new Dictionary<string, string> { ["modelops:serving:models:0:name"] = "other" } };

        IDictionary<string, string> entries = ModelManifests.Render(deployment).Objects.OfType<V1ConfigMap>().Single().Data;

        Assert.Equal("other", entries["ModelOps__Serving__Models__0__Name"]);
        Assert.DoesNotContain("modelops__serving__models__0__name", entries.Keys);
    }

    [Fact]
    public void Render_OtherVersion_KeepsTheSelectors()
    {
        ModelDeployment next = Deployments.Minimal with { Model = ModelReference.Parse("demand:2.0.0"), Image = "registry.example/forecasting/server:2.0.0", Team = "other" };

        Assert.Equal(Selector(Deployments.Minimal), Selector(next));
    }

    [Theory]
    [InlineData("single-pod", 0, "PodDisruptionBudget")]
    [InlineData("minimal", 1, null)]
    [InlineData("accelerated", 0, "PodDisruptionBudget")]
    public void Render_SinglePod_LeavesTheBudgetOutAndSaysSo(string name, int budgets, string? note)
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.All[name]);

        Assert.Equal(budgets, manifests.Objects.OfType<V1PodDisruptionBudget>().Count());
        Assert.Equal(note is not null, manifests.Notes.Any(n => n.Contains(note ?? "PodDisruptionBudget", StringComparison.Ordinal)));
    }

    [Fact]
    public void Render_PinnedVersion_TellsThatServersFollowAliases()
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.All["single-pod"]);

        Assert.Contains(manifests.Notes, static n => n.Contains("version 1.2.0", StringComparison.Ordinal));
        Assert.Empty(manifests.Objects.OfType<V1ConfigMap>());
    }

    [Fact]
    public void Render_Accelerator_ReplacesPodsInsteadOfAddingThem()
    {
        V1Deployment deployment = ModelManifests.Render(Deployments.All["accelerated"]).Objects.OfType<V1Deployment>().Single();

        Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxSurge);
        Assert.Equal("1", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable);
        Assert.Equal("1", deployment.Spec.Template.Spec.Containers[0].Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.DoesNotContain("nvidia.com/gpu", deployment.Spec.Template.Spec.Containers[0].Resources.Requests.Keys);
    }

    [Fact]
    public void Render_NoClients_LetsNobodyIn() =>
        Assert.Empty(Policy(Deployments.All["single-pod"]).Spec.Ingress);

    [Theory]
    [InlineData("0.0.0.0/0", "169.254.169.254/32")]
    [InlineData("::/0", "fd00:ec2::254/128")]
    [InlineData("169.254.169.254/32", null)]
    [InlineData("10.0.0.0/8", null)]
    public void Render_WideDestination_ExcludesTheMetadataService(string cidr, string? except)
    {
        ModelDeployment deployment = Deployments.Minimal with { Network = new NetworkAccess { Destinations = [new(NetworkPeer.Block(cidr), 443)] } };

        V1IPBlock block = Policy(deployment).Spec.Egress[^1].To[0].IpBlock;

        Assert.Equal(except is null ? null : [except], block.Except);
    }

    private static V1NetworkPolicy Policy(ModelDeployment deployment) =>
        ModelManifests.Render(deployment).Objects.OfType<V1NetworkPolicy>().Single(p => p.Metadata.Name == deployment.Name);

    private static string ConfigFingerprint(ModelDeployment deployment) =>
        ModelManifests.Render(deployment).Objects.OfType<V1Deployment>().Single().Spec.Template.Metadata.Annotations["modelops.dev/config"];

    private static IDictionary<string, string> Selector(ModelDeployment deployment) =>
        ModelManifests.Render(deployment).Objects.OfType<V1Deployment>().Single().Spec.Selector.MatchLabels;
}
