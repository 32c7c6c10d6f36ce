using DemandForecasting.Promotion;
using DemandForecasting.Training;
using ModelOps;
using ModelOps.Kubernetes;

namespace DemandForecasting.Story;

/// <summary>The sample on a cluster.</summary>
internal static class DemandManifests
{
    /// <param name="folder">Folder for the files; manifests of an earlier run are replaced.</param>
    /// <returns>Names of the files, in the order in which to apply them.</returns>
    public static IReadOnlyList<string> Write(string folder)
    {
        ModelManifests manifests = ModelManifests.Render(new ModelDeployment
        {
            Name = ModelPublisher.ModelName,
            Namespace = "forecasting",
            Model = ModelReference.ToAlias(ModelPublisher.ModelName, Promoter.Champion),
            Image = "demand-forecasting:1.0.0",
            Scaling = new HorizontalScaling { MinReplicas = 2, MaxReplicas = 6 },
            Resources = new ModelResources { Cpu = "250m", Memory = "512Mi" },
            Registry = new RegistryClaim("modelops-registry"),
            Network = new NetworkAccess { Clients = [NetworkPeer.SameNamespace, NetworkPeer.InNamespace("ingress")] },
            Team = "planning",
        });

        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder, "*.yaml")) { File.Delete(old); }
        foreach (ManifestFile file in manifests.ToFiles()) { File.WriteAllText(Path.Combine(folder, file.Name), file.Yaml); }
        return [.. manifests.ToFiles().Select(file => file.Name)];
    }
}
