namespace ModelOps.Drift.Alerts;

/// <summary>In which way a feature changed, as its two profiles tell.</summary>
public enum DriftChange
{
    /// <summary>The distribution has another shape.</summary>
    Shape,

    /// <summary>The values moved.</summary>
    Location,

    /// <summary>The values spread more, or less.</summary>
    Scale,

    /// <summary>All values are multiplied by one factor, as when a unit changes.</summary>
    Unit,

    /// <summary>Many values lie hundreds of ranges of the reference away, as placeholders and other units do.</summary>
    FarOut,

    /// <summary>All values are the same, where they differed before.</summary>
    Constant,

    /// <summary>More values are missing, or fewer.</summary>
    MissingValues,

    /// <summary>Values of categories that the reference does not name are more common.</summary>
    NewCategories,

    /// <summary>The known categories are mixed in other shares.</summary>
    CategoryMix,
}
