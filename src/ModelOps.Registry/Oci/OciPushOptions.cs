namespace ModelOps.Registry.Oci;

/// <summary>How to push a model version, and what its ModelPack config says of the model beside what the registry knows.</summary>
public sealed class OciPushOptions
{
    /// <summary>Whether a tag that points at other content is moved. Default false: the push fails. Registries offer no atomic check, so two pushes at the
    /// same moment can both pass it.</summary>
    public bool OverwriteTag { get; set; }

    /// <summary>Repository of the same registry that may hold the files already and is asked to share them, e.g. <c>models/demand-staging</c>. Default null.</summary>
    public string? MountFrom { get; set; }

    /// <summary>Who made the model.</summary>
    public IList<string> Authors { get; } = [];

    /// <summary>Licences, as SPDX expressions.</summary>
    public IList<string> Licenses { get; } = [];

    /// <summary>Family of the model, e.g. <c>llama3</c>; null to leave it out.</summary>
    public string? Family { get; set; }

    /// <summary>Who distributes it; null to leave it out.</summary>
    public string? Vendor { get; set; }

    /// <summary>Title for people; null to leave it out.</summary>
    public string? Title { get; set; }

    /// <summary>Where it is documented; null to leave it out.</summary>
    public Uri? DocumentationUrl { get; set; }

    /// <summary>Where its source is; null to leave it out.</summary>
    public Uri? SourceUrl { get; set; }

    /// <summary>Revision of the source; null to leave it out.</summary>
    public string? SourceRevision { get; set; }

    /// <summary>Architecture, e.g. <c>transformer</c>; null to leave it out.</summary>
    public string? Architecture { get; set; }

    /// <summary>Number of parameters as people write it, e.g. <c>8b</c>; null to leave it out.</summary>
    public string? ParameterSize { get; set; }

    /// <summary>Precision of the computation, e.g. <c>float16</c>; null to leave it out.</summary>
    public string? Precision { get; set; }

    /// <summary>Quantization, e.g. <c>int8</c>; null to leave it out.</summary>
    public string? Quantization { get; set; }

    /// <summary>Told of bytes as they go; null for nobody. Called from several threads.</summary>
    public IProgress<OciProgress>? Progress { get; set; }
}
