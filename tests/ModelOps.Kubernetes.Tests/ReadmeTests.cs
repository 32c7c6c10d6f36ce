using ModelOps.TestSupport;

// <snippet:src/ModelOps.Kubernetes/README.md#1>
using ModelOps;
using ModelOps.Kubernetes;
// </snippet>

namespace ModelOps.Kubernetes.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Readme_Deployment_IsWrittenAsYaml()
    {
        Render();

        string yaml = File.ReadAllText("demand.yaml");
        Assert.Contains("kind: HorizontalPodAutoscaler", yaml, StringComparison.Ordinal);
        Assert.Contains("kubernetes.io/metadata.name: gateway", yaml, StringComparison.Ordinal);
    }

    private static void Render()
    {
        // <snippet:src/ModelOps.Kubernetes/README.md#1>
        ModelDeployment deployment = new()
        {
            Name = "demand",
            Namespace = "forecasting",
            Model = ModelReference.Parse("demand@champion"),
            Image = "registry.example/forecasting/server:1.4.0",
            Scaling = new HorizontalScaling { MinReplicas = 2, MaxReplicas = 10 },
            Network = new NetworkAccess { Clients = [NetworkPeer.InNamespace("gateway")] },
        };

        ModelManifests manifests = ModelManifests.Render(deployment);
        File.WriteAllText("demand.yaml", manifests.ToYaml());       // or manifests.ToFiles() for one file per object
        foreach (string note in manifests.Notes) { Console.WriteLine(note); }
        // </snippet>
    }
}
