namespace ModelOps.Serving;

/// <summary>An A/B experiment: a share of a model's callers is enrolled and spread over variants, and what becomes of them is compared.</summary>
/// <remarks>The unit is the caller: its <see cref="InferenceContext.RoutingKey"/>, else the <see cref="InferenceRequest.Id"/>; calls with neither are not enrolled.
/// A unit always gets the same variant while salt and weights stay. Units are spread independently of every other experiment and of the split.
/// Another definition begins a new experiment.</remarks>
public sealed record Experiment
{
    /// <summary>Name, unique among the experiments of a model. 1 to 64 characters.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What the spreading of units depends on besides their keys; null (the default) for the name. Another salt spreads anew.</summary>
    public string? Salt { get; set; }

    /// <summary>Share of the units that is enrolled. Above 0, at most 1; default 1. The others go on to the next experiment, then to the split.</summary>
    public double Allocation { get; set; } = 1;

    /// <summary>Variants and their weights, 2 to 32; the first is the control. A share whose alias is not ready goes to the first and is not counted.</summary>
    public IReadOnlyList<TrafficVariant> Variants { get; set; } = [];

    /// <summary>How long after a call its outcome is still taken. Above zero, up to 30 days; default 1 day.</summary>
    public TimeSpan OutcomeWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many units are remembered; the oldest make room. 1,024 to 16,777,216, rounded up to a power of two; default 65,536. Eight bytes each.
    /// A unit that was forgotten counts again.</summary>
    public int MaxUnits { get; set; } = 65_536;

    internal bool IsSameAs(Experiment other) => this with { Variants = other.Variants } == other && Variants.SequenceEqual(other.Variants);
}
