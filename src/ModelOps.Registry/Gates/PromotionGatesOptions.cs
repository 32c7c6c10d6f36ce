namespace ModelOps.Registry.Gates;

/// <summary>Settings of promotion gates; section <c>ModelOps:Registry:Gates</c> of the configuration.</summary>
public sealed class PromotionGatesOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Gates";

    /// <summary>YAML file with further policies; null for none. Read when the host starts. See <see cref="PromotionPolicies.Parse"/>.</summary>
    public string? PolicyFile { get; set; }

    /// <summary>Policies. All that are for a model and an alias hold at once; a promotion that none is for is allowed.</summary>
    public IList<PromotionPolicy> Policies { get; } = [];
}
