namespace ModelOps.Drift.Tests.Simulations;

/// <summary>Features that behave differently under a test though nothing changes.</summary>
public enum QuietKind
{
    /// <summary>Numbers of a normal law, all different.</summary>
    Continuous,

    /// <summary>The same, over four bins.</summary>
    FewBins,

    /// <summary>Numbers of three values.</summary>
    FewValues,

    /// <summary>Numbers of twenty values.</summary>
    Ties,

    /// <summary>Numbers of an exponential law; drawn one by one, so for small samples.</summary>
    Skewed,

    /// <summary>Twelve categories, some rare.</summary>
    Categories,

    /// <summary>Two categories, one commoner.</summary>
    TwoCategories,

    /// <summary>A hundred categories, most rare.</summary>
    ManyCategories,
}
