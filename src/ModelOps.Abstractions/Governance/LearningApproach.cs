namespace ModelOps;

/// <summary>How a model learned; the names are CycloneDX's.</summary>
public enum LearningApproach
{
    /// <summary>From examples with answers.</summary>
    Supervised,

    /// <summary>From examples without answers.</summary>
    Unsupervised,

    /// <summary>From rewards.</summary>
    ReinforcementLearning,

    /// <summary>From examples of which some have answers.</summary>
    SemiSupervised,

    /// <summary>From examples that hold their own answers.</summary>
    SelfSupervised,
}
