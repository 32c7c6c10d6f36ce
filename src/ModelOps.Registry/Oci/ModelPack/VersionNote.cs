namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>What a registry knows of a version that the ModelPack config has no place for; an annotation of the manifest.</summary>
internal sealed record VersionNote
{
    public required string Model { get; init; }

    public required string Version { get; init; }

    public required string Format { get; init; }

    public ModelSignature? Signature { get; init; }

    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public static VersionNote Of(ModelVersion version) => new()
    {
        Model = version.Model,
        Version = version.Version.ToString(),
        Format = version.Format,
        Signature = version.Signature,
        Metrics = version.Metrics.Count == 0 ? null : version.Metrics,
        Parameters = version.Parameters.Count == 0 ? null : version.Parameters,
        Tags = version.Tags.Count == 0 ? null : version.Tags,
    };
}
