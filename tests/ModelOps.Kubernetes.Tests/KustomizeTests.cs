using System.Diagnostics;
using ModelOps.Kubernetes.Tests.Yaml;
using ModelOps.TestSupport;

namespace ModelOps.Kubernetes.Tests;

/// <summary>Another reader of our YAML: the kustomize inside kubectl, which needs no cluster.</summary>
public sealed class KustomizeTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Kustomize_RenderedFiles_GivesTheSameObjects(string name)
    {
        ModelManifests manifests = ModelManifests.Render(Deployments.All[name]);
        using TemporaryFolder folder = new();
        foreach (ManifestFile file in manifests.ToFiles()) { await File.WriteAllTextAsync(folder.File(file.Name), file.Yaml); }
        await File.WriteAllTextAsync(folder.File("kustomization.yaml"), "resources:\n" + string.Concat(manifests.ToFiles().Select(static f => $"- {f.Name}\n")));

        string output = await KubectlAsync("kustomize", folder.Path);

        Assert.Equal(Sorted(manifests.ToYaml()), Sorted(output));
    }

    private static string[] Sorted(string yaml) => [.. OldYamlReader.ReadAll(yaml).Select(CanonicalJson.Of).Order(StringComparer.Ordinal)];

    private static async Task<string> KubectlAsync(params string[] arguments)
    {
        Process? process = null;
        try { process = Process.Start(new ProcessStartInfo("kubectl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true }); }
        catch (System.ComponentModel.Win32Exception) { Assert.Skip("needs kubectl on the path"); }
        using (process)
        {
            Task<string> output = process!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, error);
            return await output;
        }
    }
}
