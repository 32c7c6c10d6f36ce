using System.Text.Json;
using ModelOps.Registry.Oci.Distribution;

namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>Says what a manifest and its config describe: a ModelPack or a KitOps kit.</summary>
internal static class ModelPackReader
{
    public static bool IsModel(OciManifest manifest) => manifest.Config?.MediaType is ModelPackTypes.Config or ModelPackTypes.KitConfig;

    /// <exception cref="OciException">It is no model, or not a valid one.</exception>
    public static OciModel Read(OciReference reference, StoredManifest stored, ReadOnlySpan<byte> config)
    {
        OciManifest manifest = stored.Manifest;
        IReadOnlyList<OciDescriptor> layers = manifest.Layers ?? [];
        try
        {
            if (layers.Count == 0) { throw OciException.Invalid(reference.Registry, "it has no layers"); }
            OciModel model = new()
            {
                Reference = reference.WithDigest(stored.Digest),
                Format = OciModelFormat.ModelPack,
                Manifest = stored.Descriptor,
                Layers = layers,
                Annotations = manifest.Annotations ?? new Dictionary<string, string>(),
            };
            return manifest.Config!.MediaType == ModelPackTypes.KitConfig
                ? ReadKit(model, JsonSerializer.Deserialize(config, ModelPackJson.Default.Kitfile))
                : ReadPack(model, JsonSerializer.Deserialize(config, ModelPackJson.Default.ModelPackConfig));
        }
        catch (JsonException error)
        {
            throw OciException.Invalid(reference.Registry, "its config or its notes are not JSON of what they should be", error);
        }
    }

    private static OciModel ReadKit(OciModel model, Kitfile? kit) => model with
    {
        Format = OciModelFormat.KitOps,
        ModelName = kit?.Package?.Name ?? kit?.Model?.Name,
        Version = kit?.Package?.Version ?? kit?.Model?.Version,
        Description = kit?.Package?.Description ?? kit?.Model?.Description ?? "",
        FileFormat = kit?.Model?.Format ?? kit?.Model?.Framework,
    };

    private static OciModel ReadPack(OciModel model, ModelPackConfig? config)
    {
        if (config is null) { throw new JsonException(); }
        if (ModelPackRules.Check(config, model.Layers.Count) is { } wrong) { throw OciException.Invalid(model.Reference.Registry, wrong); }
        VersionNote? note = model.Annotations.TryGetValue(ModelPackTypes.VersionNote, out string? text)
            ? JsonSerializer.Deserialize(text, ModelPackJson.Default.VersionNote)
            : null;
        return model with
        {
            ModelName = note?.Model ?? config.Descriptor!.Name,
            Version = note?.Version ?? config.Descriptor!.Version,
            FileFormat = note?.Format ?? config.Config!.Format,
            Description = config.Descriptor!.Description ?? "",
            VersionDigest = model.Annotations.GetValueOrDefault(ModelPackTypes.VersionDigest),
            Note = note,
            DiffIds = config.Modelfs!.DiffIds,
        };
    }
}
