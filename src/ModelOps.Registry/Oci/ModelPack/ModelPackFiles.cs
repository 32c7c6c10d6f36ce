namespace ModelOps.Registry.Oci.ModelPack;

internal sealed record ModelPackFiles(string? Type, IReadOnlyList<string>? DiffIds)
{
    public const string Layers = "layers";
}
