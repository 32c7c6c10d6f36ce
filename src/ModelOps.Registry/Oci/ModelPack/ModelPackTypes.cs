namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>Media types and keys of CNCF ModelPack (model-spec v1) and of KitOps' ModelKit.</summary>
internal static class ModelPackTypes
{
    public const string Artifact = "application/vnd.cncf.model.manifest.v1+json";
    public const string Config = "application/vnd.cncf.model.config.v1+json";
    public const string LayerPrefix = "application/vnd.cncf.model.";
    public const string KitConfig = "application/vnd.kitops.modelkit.config.v1+json";
    public const string KitLayerPrefix = "application/vnd.kitops.modelkit.";

    public const string FilePath = "org.cncf.model.filepath";
    public const string FileMetadata = "org.cncf.model.file.metadata+json";
    public const string Title = "org.opencontainers.image.title";
    public const string Created = "org.opencontainers.image.created";
    public const string Version = "org.opencontainers.image.version";

    /// <summary>The digest over the list of files that the registry knows the version by.</summary>
    public const string VersionDigest = "dev.modelops.version.digest";

    /// <summary>What the registry knows of the version beside its files: <see cref="VersionNote"/>.</summary>
    public const string VersionNote = "dev.modelops.version+json";

    /// <summary>What a file is, judged by its name, as the specification divides them.</summary>
    public static string LayerOf(string path) => $"{LayerPrefix}{KindOf(path)}.v1.raw";

    private static string KindOf(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..].ToUpperInvariant();
        string extension = Path.GetExtension(name);
        return extension switch
        {
            ".MD" or ".RST" or ".PDF" or ".HTML" => "doc",
            ".PY" or ".IPYNB" or ".CS" or ".SH" or ".JS" => "code",
            ".CSV" or ".PARQUET" or ".JSONL" or ".ARROW" => "dataset",
            ".JSON" or ".YAML" or ".YML" or ".TOML" or ".TXT" or ".INI" or ".CFG" => name is "README.TXT" or "LICENSE.TXT" ? "doc" : "weight.config",
            _ => name is "README" or "LICENSE" or "NOTICE" ? "doc" : name is "MLMODEL" ? "weight.config" : "weight",
        };
    }
}
