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

    /// <summary>Benjamini and Yekutieli (2001): as <see cref="BenjaminiHochberg"/>, and however the features depend on each other; asks for p-values
    /// smaller by the harmonic number of the features.</summary>
    BenjaminiYekutieli,

    /// <summary>Bonferroni: every p-value times the number of features. As sure as <see cref="Holm"/> and never more powerful; for comparison with
    /// tools that use it.</summary>
    Bonferroni,
}
