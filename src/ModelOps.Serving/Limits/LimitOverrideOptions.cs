namespace ModelOps.Serving;

/// <summary>What is different for one partition.</summary>
public sealed class LimitOverrideOptions
{
    /// <summary>Whether the rule does not concern it. Default false.</summary>
    public bool IsUnlimited { get; set; }

    /// <summary>Permits in place of the rule's. Default null: as the rule.</summary>
    public int? Permits { get; set; }

    /// <summary>Permits of a full bucket in place of the rule's. Default null: <see cref="Permits"/> where it is set, else as the rule.</summary>
    public int? Burst { get; set; }
}
