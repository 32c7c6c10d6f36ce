namespace ModelOps.Registry.Governance;

/// <summary>A version of the CycloneDX specification.</summary>
public enum CycloneDxVersion
{
    /// <summary>1.6.</summary>
    V1_6,

    /// <summary>1.7.</summary>
    V1_7,
}
