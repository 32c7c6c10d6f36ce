namespace ModelOps.Serving;

/// <summary>What the evidence says about one gate.</summary>
public enum GateVerdict
{
    /// <summary>Neither is proven yet.</summary>
    Undecided,

    /// <summary>The canary is within the limit: its worst bound is.</summary>
    Proven,

    /// <summary>The canary is beyond the limit: its best bound is.</summary>
    Harmful,
}
