namespace ModelOps.Drift.Profiles;

/// <summary>What a feature's values are.</summary>
public enum FeatureKind
{
    /// <summary>Numbers, with an order and distances.</summary>
    Numeric,

    /// <summary>Names without an order.</summary>
    Categorical,
}
