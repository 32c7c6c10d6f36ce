namespace ModelOps.Registry.Oci.Distribution;

internal sealed record OciTagList(IReadOnlyList<string>? Tags);
