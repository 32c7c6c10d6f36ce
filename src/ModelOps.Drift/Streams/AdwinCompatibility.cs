namespace ModelOps.Drift.Streams;

/// <summary>Whose ADWIN to reproduce.</summary>
public enum AdwinCompatibility
{
    /// <summary>MOA, and river as corrected: every bucket border is tried as a cut.</summary>
    Moa,

    /// <summary>River before its correction (online-ml/river#1539): the newest bucket of each row is passed over, so that some cuts are never tried
    /// and the older part counts too few values. Only for comparing with recorded runs.</summary>
    RiverLegacy,
}
