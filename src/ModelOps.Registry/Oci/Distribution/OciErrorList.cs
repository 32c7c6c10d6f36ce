namespace ModelOps.Registry.Oci.Distribution;

internal sealed record OciErrorList(IReadOnlyList<OciErrorEntry>? Errors);
