using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Oci.Distribution;

namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>Writes a version as a ModelPack: every file a raw layer, so that its blob has the digest that the registry knows the file by.
/// The same version gives the same bytes.</summary>
internal static class ModelPackWriter
{
    public static byte[] WriteConfig(ModelVersion version, OciPushOptions options)
    {
        ModelPackConfig config = new()
        {
            Descriptor = new ModelPackDescriptor
            {
                CreatedAt = version.CreatedAt.ToUniversalTime(),
                Name = version.Model,
                Version = version.Version.ToString(),
                Description = version.Description.Length == 0 ? null : version.Description,
                Authors = options.Authors.Count == 0 ? null : [.. options.Authors],
                Licenses = options.Licenses.Count == 0 ? null : [.. options.Licenses],
                Family = options.Family,
                Vendor = options.Vendor,
                Title = options.Title,
                DocUrl = options.DocumentationUrl?.AbsoluteUri,
                SourceUrl = options.SourceUrl?.AbsoluteUri,
                Revision = options.SourceRevision,
            },
            Config = new ModelPackModel
            {
                Format = version.Format,
                Architecture = options.Architecture,
                ParamSize = options.ParameterSize,
                Precision = options.Precision,
                Quantization = options.Quantization,
            },
            Modelfs = new ModelPackFiles(ModelPackFiles.Layers, [.. version.Files.Select(static f => f.Digest)]),
        };
        return JsonSerializer.SerializeToUtf8Bytes(config, ModelPackJson.Default.ModelPackConfig);
    }

    public static OciManifest WriteManifest(ModelVersion version, ReadOnlySpan<byte> config) => new()
    {
        SchemaVersion = 2,
        MediaType = OciMediaTypes.Manifest,
        ArtifactType = ModelPackTypes.Artifact,
        Config = new OciDescriptor { MediaType = ModelPackTypes.Config, Digest = Digest.Format(SHA256.HashData(config)), Size = config.Length },
        Layers = [.. version.Files.Select(file => Layer(file, version.CreatedAt.ToUniversalTime()))],
        Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ModelPackTypes.Created] = version.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            [ModelPackTypes.Title] = version.Model,
            [ModelPackTypes.Version] = version.Version.ToString(),
            [ModelPackTypes.VersionDigest] = version.Digest,
            [ModelPackTypes.VersionNote] = JsonSerializer.Serialize(VersionNote.Of(version), ModelPackJson.Default.VersionNote),
        },
    };

    private static OciDescriptor Layer(ArtifactDescriptor file, DateTimeOffset time) => new()
    {
        MediaType = ModelPackTypes.LayerOf(file.Path),
        Digest = file.Digest,
        Size = file.Size,
        Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ModelPackTypes.FilePath] = file.Path,
            [ModelPackTypes.FileMetadata] = JsonSerializer.Serialize(FileMetadata.Of(file, time), ModelPackJson.Default.FileMetadata),
            [ModelPackTypes.Title] = file.Path,
        },
    };
}
