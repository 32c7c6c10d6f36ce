namespace ModelOps.Registry.Oci;

/// <summary>How an OCI artifact holds a model.</summary>
public enum OciModelFormat
{
    /// <summary>CNCF ModelPack (model-spec v1).</summary>
    ModelPack,

    /// <summary>A KitOps ModelKit.</summary>
    KitOps,
}
