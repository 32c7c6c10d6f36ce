namespace ModelOps.Serving;

/// <summary>Where the calls of a model go that name neither version nor alias: by the first rule that applies, else by an experiment, else by the split, else to its default alias.</summary>
/// <remarks>Made in code or read from <c>ModelOps:Serving:Traffic:Policies</c>. The router keeps a copy.</remarks>
public sealed record TrafficPolicy
{
    /// <summary>Name of the model.</summary>
    public string Model { get; set; } = string.Empty;

    /// <summary>Rules, the first that applies decides. Default none.</summary>
    public IReadOnlyList<TrafficRule> Rules { get; set; } = [];

    /// <summary>Experiments for the calls that no rule applies to; the first that enrols the caller takes it. Default none. A rollout leaves them alone.</summary>
    public IReadOnlyList<Experiment> Experiments { get; set; } = [];

    /// <summary>The split of the calls that no rule applies to and no experiment takes; at least one weight is above 0. Default none: they go to the default alias.
    /// A share whose alias is not ready goes to the first variant.</summary>
    public IReadOnlyList<TrafficVariant> Variants { get; set; } = [];

    /// <summary>Who answers copies of some calls in the background. Default null: nobody.</summary>
    public ShadowPolicy? Shadow { get; set; }

    internal TrafficPolicy Copy() => this with
    {
        Rules = [.. Rules.Select(static rule => rule with { })],
        Experiments = [.. Experiments.Select(static e => e with { Variants = [.. e.Variants] })],
        Variants = [.. Variants],
        Shadow = Shadow is null ? null : Shadow with { Outputs = [.. Shadow.Outputs] },
    };
}
