namespace ModelOps.Serving;

/// <summary>How a new version takes over from the one in use: in which steps, on what evidence, at what risk of a wrong decision.</summary>
/// <remarks>At least one gate is given. Made in code, or read from <c>ModelOps:Serving:Rollout:Policies:NAME</c>. A rollout keeps a copy.</remarks>
public sealed record RolloutPolicy
{
    internal static readonly int[] DefaultSteps = [1, 5, 25, 50, 100];

    /// <summary>Alias in use. Default <c>champion</c>.</summary>
    public string Champion { get; set; } = "champion";

    /// <summary>Alias that is to take over. Default <c>candidate</c>.</summary>
    public string Canary { get; set; } = "candidate";

    /// <summary>Shares of the calls, in percent, that go to the canary, one step after the other: each 1 to 100 and more than the one before.
    /// Empty (the default) means 1, 5, 25, 50, 100. A last step of 100 is the promotion itself; it is there whether named or not.</summary>
    public IReadOnlyList<int> Steps { get; set; } = [];

    /// <summary>Highest probability that any bound of the whole rollout is wrong, so that a harmless canary is rolled back or a harmful one is promoted,
    /// however often the evidence is looked at. Above 0 and below 0.5; default 0.05. Gates and steps share it evenly.</summary>
    public double Alpha { get; set; } = 0.05;

    /// <summary>Calls of each variant that a step waits for at least. 1 or more; default 200.</summary>
    public int MinSamples { get; set; } = 200;

    /// <summary>How long a step lasts at least. Zero or more; default 1 minute.</summary>
    public TimeSpan MinStepDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a step may wait for evidence. More than <see cref="MinStepDuration"/>; default 1 day.</summary>
    public TimeSpan MaxStepDuration { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What happens when that time is over. Default: hold.</summary>
    public InconclusiveAction WhenInconclusive { get; set; } = InconclusiveAction.Hold;

    /// <summary>Whether each step waits until all gates are proven. Default false: steps before the last wait for samples and time, and end at the first
    /// proof of harm; the last waits for proof that there is none.</summary>
    public bool RequiresProofAtEveryStep { get; set; }

    /// <summary>Whether the promotion moves the alias <see cref="Champion"/> in the registry, if the host has one. Default true. Else all calls go to the canary
    /// until the rollout is removed.</summary>
    public bool MovesAlias { get; set; } = true;

    /// <summary>How many more calls may fail; null (the default) to leave failures out.</summary>
    public ErrorRateGate? ErrorRate { get; set; }

    /// <summary>How much slower answers may be; null (the default) to leave time out.</summary>
    public LatencyGate? Latency { get; set; }

    /// <summary>How much worse what the host reports may be; null (the default) to leave it out.</summary>
    public OutcomeGate? Outcome { get; set; }

    /// <summary>How many answers may differ from the champion's for the same request; null (the default) to leave them out. The traffic policy must
    /// shadow the canary.</summary>
    public DisagreementGate? Disagreement { get; set; }

    internal int[] CanaryWeights => [.. (Steps.Count > 0 ? Steps : DefaultSteps).Where(static w => w < 100)];

    internal int GateCount => (ErrorRate is null ? 0 : 1) + (Latency is null ? 0 : 1) + (Outcome is null ? 0 : 1) + (Disagreement is null ? 0 : 1);

    internal RolloutPolicy Copy() => this with
    {
        Steps = [.. Steps],
        ErrorRate = ErrorRate is null ? null : ErrorRate with { },
        Latency = Latency is null ? null : Latency with { },
        Outcome = Outcome is null ? null : Outcome with { },
        Disagreement = Disagreement is null ? null : Disagreement with { },
    };
}
