namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>The config of a KitOps ModelKit: its Kitfile as JSON, the parts that say what the model is.</summary>
internal sealed record Kitfile(KitfilePackage? Package, KitfileModel? Model);
