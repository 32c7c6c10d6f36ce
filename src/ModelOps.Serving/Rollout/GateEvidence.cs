namespace ModelOps.Serving;

/// <summary>What is known about one gate of a rollout.</summary>
public sealed record GateEvidence
{
    /// <summary>Name: <c>error_rate</c>, <c>latency_mean</c>, <c>latency_quantile</c>, <c>outcome</c> or <c>disagreement</c>.</summary>
    public required string Gate { get; init; }

    /// <summary>What it says.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>The limit of the policy: the most by which the canary may be worse, as a difference, for time as a part of the champion's.</summary>
    public required double Limit { get; init; }

    /// <summary>Probability of a wrong bound that this gate may spend in this step.</summary>
    public required double Alpha { get; init; }

    /// <summary>Calls, answers, outcomes or pairs seen of the champion.</summary>
    public long ChampionCount { get; init; }

    /// <summary>Calls, answers, outcomes or pairs seen of the canary.</summary>
    public long CanaryCount { get; init; }

    /// <summary>The champion's rate, mean or quantile as observed; NaN when nothing was. Times are in seconds.</summary>
    public double ChampionEstimate { get; init; } = double.NaN;

    /// <summary>The canary's rate, mean or quantile as observed; NaN when nothing was. Times are in seconds.</summary>
    public double CanaryEstimate { get; init; } = double.NaN;

    /// <summary>Bounds of the champion's rate, mean or quantile.</summary>
    public ConfidenceInterval Champion { get; init; }

    /// <summary>Bounds of the canary's rate, mean or quantile; for disagreement, of the rate of pairs that differ.</summary>
    public ConfidenceInterval Canary { get; init; }

    /// <summary>Bounds of the canary's less the champion's; for disagreement, as <see cref="Canary"/>.</summary>
    public ConfidenceInterval Difference { get; init; }
}
