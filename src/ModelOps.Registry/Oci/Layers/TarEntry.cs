namespace ModelOps.Registry.Oci.Layers;

/// <summary>One entry of a tar archive.</summary>
internal sealed record TarEntry(string Path, long Size, char Type)
{
    public bool IsFile => Type is '0' or '\0' && !Path.EndsWith('/');

    public bool IsFolder => Type is '5' || (Type is '0' or '\0' && Path.EndsWith('/'));
}
