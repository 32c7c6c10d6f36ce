namespace ModelOps.Registry.Oci;

/// <summary>How to register a model from an OCI registry. What is null is taken from the artifact.</summary>
public sealed class OciImportOptions
{
    /// <summary>Name to register under. Default null: the artifact's own name, or the last part of its repository where it has none that is valid.</summary>
    public string? Model { get; set; }

    /// <summary>Version to register as. Default null: the artifact's own where it is a semantic version, else the registry's next.</summary>
    public SemanticVersion? Version { get; set; }

    /// <summary>What the files are, e.g. <c>onnx</c>. Default null: as the artifact says, or as the ending of its only model file.</summary>
    public string? Format { get; set; }

    /// <summary>Who imports; kept with the event.</summary>
    public string? Actor { get; set; }

    /// <summary>Told of bytes as they come; null for nobody. Called from several threads.</summary>
    public IProgress<OciProgress>? Progress { get; set; }
}
