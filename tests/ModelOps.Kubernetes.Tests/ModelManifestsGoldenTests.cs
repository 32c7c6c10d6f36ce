using ModelOps.TestSupport;

namespace ModelOps.Kubernetes.Tests;

/// <summary>Whole outputs, approved by a person. With <c>MODELOPS_APPROVE=1</c> in the environment the test writes them anew, for the next diff to show.</summary>
public sealed class ModelManifestsGoldenTests
{
    private static readonly string Cases = Path.Combine(SharedFiles.RepositoryRoot, "tests", "ModelOps.Kubernetes.Tests", "cases");

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public void ToYaml_Case_IsWhatWasApproved(string name)
    {
        string path = Path.Combine(Cases, name, "expected.yaml");
        string yaml = ModelManifests.Render(Deployments.All[name]).ToYaml();
        if (Environment.GetEnvironmentVariable("MODELOPS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, yaml);
        }

        Assert.Equal(File.ReadAllText(path), yaml);
    }

    [Fact]
    public void Cases_OnDisk_AreTheOnesRendered() =>
        Assert.Equal(Deployments.All.Keys, Directory.GetDirectories(Cases).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
}
