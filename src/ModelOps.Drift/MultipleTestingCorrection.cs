namespace ModelOps.Drift;

/// <summary>How p-values are corrected for testing many features at once.</summary>
public enum MultipleTestingCorrection
{
    /// <summary>Not at all: each feature alarms by chance at the rate alpha.</summary>
    None,

    /// <summary>Benjamini and Hochberg (1995): of the features flagged, the expected share of false ones is at most alpha.</summary>
    BenjaminiHochberg,

    /// <summary>Holm (1979): the probability of any false flag in a report is at most alpha.</summary>
    Holm,
}
