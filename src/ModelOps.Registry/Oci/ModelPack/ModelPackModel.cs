namespace ModelOps.Registry.Oci.ModelPack;

internal sealed record ModelPackModel
{
    public string? Architecture { get; init; }

    public string? Format { get; init; }

    public string? ParamSize { get; init; }

    public string? Precision { get; init; }

    public string? Quantization { get; init; }
}
