namespace ModelOps.Serving;

/// <summary>Where the calls of a model go that name neither version nor alias: by the first rule that applies, else by the split, else to its default alias.</summary>
/// <remarks>Made in code or read from <c>ModelOps:Serving:Traffic:Policies</c>. The router keeps a copy.</remarks>
public sealed record TrafficPolicy
{
    /// <summary>Name of the model.</summary>
    public string Model { get; set; } = string.Empty;

    /// <summary>Rules, the first that applies decides. Default none.</summary>
    public IReadOnlyList<TrafficRule> Rules { get; set; } = [];

    /// <summary>The split of the calls that no rule applies to; at least one weight is above 0. Default none: they go to the default alias.
    /// A share whose alias is not ready goes to the first variant.</summary>
    public IReadOnlyList<TrafficVariant> Variants { get; set; } = [];
}
