namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>The config of a ModelPack artifact. Source: CNCF model-spec v1, config-schema.json.</summary>
internal sealed record ModelPackConfig
{
    public ModelPackDescriptor? Descriptor { get; init; }

    public ModelPackModel? Config { get; init; }

    public ModelPackFiles? Modelfs { get; init; }
}
