using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>What the specification demands of a config. Members it does not know are let pass, so that a newer release of it can be read.</summary>
internal static class ModelPackRules
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Check(ModelPackConfig config, int layers)
    {
        if (config.Descriptor is null) { return "its config has no 'descriptor'"; }
        if (config.Config is null) { return "its config has no 'config'"; }
        if (config.Modelfs is not { Type: ModelPackFiles.Layers, DiffIds.Count: > 0 } files) { return "its config has no 'modelfs' of type 'layers' with 'diffIds'"; }
        if (config.Descriptor.Name is "") { return "its config has an empty 'descriptor.name'"; }
        if (files.DiffIds.Count != layers) { return $"its config names {files.DiffIds.Count} layers and its manifest {layers}"; }
        return files.DiffIds.All(Digest.IsDigest) ? null : "its config has a diffId that is not sha256";
    }
}
