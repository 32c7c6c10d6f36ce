namespace ModelOps.Registry.Lineage;

/// <summary>How a run changes whether data is there.</summary>
public enum LineageLifecycle
{
    /// <summary>It creates it.</summary>
    Create,

    /// <summary>It replaces it.</summary>
    Overwrite,

    /// <summary>It removes it.</summary>
    Drop,
}
