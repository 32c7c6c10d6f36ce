namespace ModelOps.Registry.Oci.Distribution;

internal sealed record OciErrorEntry(string? Code);
