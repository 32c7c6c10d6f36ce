namespace ModelOps.Registry.Oci.ModelPack;

internal sealed record KitfileModel(string? Name, string? Version, string? Framework, string? Format, string? Description);
