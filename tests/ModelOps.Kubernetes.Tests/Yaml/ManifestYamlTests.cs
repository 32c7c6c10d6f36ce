using System.Text.Json.Nodes;
using k8s;

namespace ModelOps.Kubernetes.Tests.Yaml;

public sealed class ManifestYamlTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void ToYaml_Case_ReadsBackAsTheObjects(string name)
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.All[name]);

        IReadOnlyList<JsonNode?> read = OldYamlReader.ReadAll(manifests.ToYaml());

        Assert.Equal(manifests.Objects.Select(static o => CanonicalJson.Of(JsonNode.Parse(KubernetesJson.Serialize(o)))), read.Select(CanonicalJson.Of));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void ToYaml_Case_LoadsWithTheClientLibrary(string name)
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.All[name]);

        List<object> loaded = KubernetesYaml.LoadAllFromString(manifests.ToYaml());

        Assert.Equal(manifests.Objects.Select(static o => KubernetesJson.Serialize(o)), loaded.Select(static o => KubernetesJson.Serialize(o)));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void ToYaml_SecondRender_IsByteIdentical(string name) =>
        Assert.Equal(ModelManifests.Render(Deployments.All[name]).ToYaml(), ModelManifests.Render(Deployments.All[name]).ToYaml());

    [Fact]
    public void ToYaml_DictionariesInAnotherOrder_IsByteIdentical()
    {
        ModelDeployment full = Deployments.All["full"];
        ModelDeployment turned = full with
        {
            Configuration = full.Configuration.Reverse().ToDictionary(),
            Labels = full.Labels.Reverse().ToDictionary(),
        };

        Assert.Equal(ModelManifests.Render(full).ToYaml(), ModelManifests.Render(turned).ToYaml());
    }

    [Fact]
    public void ToYaml_Quantities_StandAsWritten()
    {
        string yaml = ModelManifests.Render(Deployments.All["accelerated"]).ToYaml();

        Assert.Contains("cpu: \"1.5\"", yaml, StringComparison.Ordinal);
        Assert.Contains("memory: 1024Mi", yaml, StringComparison.Ordinal);
    }
}
