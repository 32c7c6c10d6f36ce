using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>What a manifest or index must be before anything in it is used.</summary>
internal static class ManifestRules
{
    private const int MaxDescriptors = 20_000;

    /// <exception cref="OciException">It is not so.</exception>
    public static void Check(OciManifest manifest, string registry)
    {
        if (manifest.SchemaVersion != 2) { throw OciException.Unusable(registry, $"a manifest has schema version {manifest.SchemaVersion} where 2 is known"); }
        if ((manifest.Layers?.Count ?? 0) > MaxDescriptors || (manifest.Manifests?.Count ?? 0) > MaxDescriptors)
        {
            throw OciException.Unusable(registry, $"a manifest lists more than {MaxDescriptors} parts");
        }

        foreach (OciDescriptor? descriptor in (manifest.Layers ?? []).Concat(manifest.Manifests ?? []).Append(manifest.Config).Append(manifest.Subject))
        {
            if (descriptor is null) { continue; }
            if (!Digest.IsDigest(descriptor.Digest)) { throw OciException.Unusable(registry, "a manifest has a digest that is not sha256, the only one this client knows"); }
            if (descriptor.Size < 0 || string.IsNullOrEmpty(descriptor.MediaType)) { throw OciException.Unusable(registry, "a manifest has a part without media type or size"); }
        }
    }
}
