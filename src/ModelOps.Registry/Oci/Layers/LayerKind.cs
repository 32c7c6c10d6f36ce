namespace ModelOps.Registry.Oci.Layers;

/// <summary>How a layer holds its files.</summary>
internal enum LayerKind
{
    Raw,
    Tar,
    TarGzip,
    TarZstd,
}
