namespace ModelOps.Registry.Oci.ModelPack;

internal sealed record KitfilePackage(string? Name, string? Version, string? Description);
