namespace ModelOps.Serving;

/// <summary>Holds evidence against the gates of a policy.</summary>
/// <remarks>Each gate of each step has an equal part of the policy's alpha, half of it for each variant's interval. When all intervals hold, no verdict is wrong.</remarks>
internal static class RolloutJudge
{
    public static IReadOnlyList<GateEvidence> Judge(RolloutPolicy policy, ArmEvidence champion, ArmEvidence canary, long pairs, long disagreements)
    {
        double perGate = policy.Alpha / policy.GateCount;
        double perStep = perGate / policy.CanaryWeights.Length;
        List<GateEvidence> gates = [];
        if (policy.ErrorRate is { } errors) { gates.Add(JudgeErrors(errors, champion, canary, perStep)); }
        if (policy.Latency is { } latency) { gates.Add(latency.Quantile is { } q ? JudgeQuantile(latency, q, champion, canary, perStep) : JudgeMean(latency, champion, canary, perStep)); }
        if (policy.Outcome is { } outcome) { gates.Add(JudgeOutcome(outcome, champion, canary, perStep)); }
        if (policy.Disagreement is { } pairing) { gates.Add(JudgePairs(pairing, pairs, disagreements, perGate)); } // one sequence for the whole rollout
        return gates;
    }

    private static GateEvidence JudgeErrors(ErrorRateGate gate, ArmEvidence champion, ArmEvidence canary, double alpha)
    {
        ConfidenceInterval old = RateBounds.Compute(champion.Errors, champion.Calls, alpha / 2);
        ConfidenceInterval @new = RateBounds.Compute(canary.Errors, canary.Calls, alpha / 2);
        return Compare("error_rate", old, @new, gate.MaxIncrease, 0, gate.MaxIncrease, alpha) with
        {
            ChampionCount = champion.Calls,
            CanaryCount = canary.Calls,
            ChampionEstimate = champion.Calls == 0 ? double.NaN : (double)champion.Errors / champion.Calls,
            CanaryEstimate = canary.Calls == 0 ? double.NaN : (double)canary.Errors / canary.Calls,
        };
    }

    private static GateEvidence JudgeMean(LatencyGate gate, ArmEvidence champion, ArmEvidence canary, double alpha)
    {
        double cap = gate.Cap.TotalSeconds;
        ConfidenceInterval old = Scale(champion.Latency.Bounds(alpha / 2), cap, 0);
        ConfidenceInterval @new = Scale(canary.Latency.Bounds(alpha / 2), cap, 0);
        return Compare("latency_mean", old, @new, 0, gate.MaxIncrease, gate.MaxIncrease, alpha) with
        {
            ChampionCount = champion.Latency.Count,
            CanaryCount = canary.Latency.Count,
            ChampionEstimate = champion.Latency.Mean * cap,
            CanaryEstimate = canary.Latency.Mean * cap,
        };
    }

    private static GateEvidence JudgeQuantile(LatencyGate gate, double quantile, ArmEvidence champion, ArmEvidence canary, double alpha)
    {
        ConfidenceInterval old = QuantileBounds.Compute(champion.Bins, quantile, alpha / 2);
        ConfidenceInterval @new = QuantileBounds.Compute(canary.Bins, quantile, alpha / 2);
        return Compare("latency_quantile", old, @new, 0, gate.MaxIncrease, gate.MaxIncrease, alpha) with
        {
            ChampionCount = champion.Bins.Sum(),
            CanaryCount = canary.Bins.Sum(),
            ChampionEstimate = QuantileBounds.Estimate(champion.Bins, quantile),
            CanaryEstimate = QuantileBounds.Estimate(canary.Bins, quantile),
        };
    }

    private static GateEvidence JudgeOutcome(OutcomeGate gate, ArmEvidence champion, ArmEvidence canary, double alpha)
    {
        double range = gate.Max - gate.Min;
        ConfidenceInterval old = Scale(champion.Outcome.Bounds(alpha / 2), range, gate.Min);
        ConfidenceInterval @new = Scale(canary.Outcome.Bounds(alpha / 2), range, gate.Min);
        // Where more is better, less is the increase of what is bad.
        GateEvidence evidence = gate.IsHigherBetter
            ? Compare("outcome", Negate(old), Negate(@new), gate.MaxLoss, 0, gate.MaxLoss, alpha)
            : Compare("outcome", old, @new, gate.MaxLoss, 0, gate.MaxLoss, alpha);
        return evidence with
        {
            Champion = old,
            Canary = @new,
            Difference = new ConfidenceInterval(@new.Lower - old.Upper, @new.Upper - old.Lower),
            ChampionCount = champion.Outcome.Count,
            CanaryCount = canary.Outcome.Count,
            ChampionEstimate = (champion.Outcome.Mean * range) + gate.Min,
            CanaryEstimate = (canary.Outcome.Mean * range) + gate.Min,
        };
    }

    private static GateEvidence JudgePairs(DisagreementGate gate, long pairs, long disagreements, double alpha)
    {
        ConfidenceInterval rate = RateBounds.Compute(disagreements, pairs, alpha);
        return new GateEvidence
        {
            Gate = "disagreement",
            Verdict = rate.Lower > gate.MaxRate ? GateVerdict.Harmful : rate.Upper <= gate.MaxRate ? GateVerdict.Proven : GateVerdict.Undecided,
            Limit = gate.MaxRate,
            Alpha = alpha,
            ChampionCount = pairs,
            CanaryCount = pairs,
            ChampionEstimate = 0,
            CanaryEstimate = pairs == 0 ? double.NaN : (double)disagreements / pairs,
            Canary = rate,
            Difference = rate,
        };
    }

    private static GateEvidence Compare(
        string gate, ConfidenceInterval champion, ConfidenceInterval canary, double absolute, double relative, double limit, double alpha) => new()
        {
            Gate = gate,
            Verdict = canary.Lower > (champion.Upper * (1 + relative)) + absolute ? GateVerdict.Harmful
            : canary.Upper <= (champion.Lower * (1 + relative)) + absolute ? GateVerdict.Proven
            : GateVerdict.Undecided,
            Limit = limit,
            Alpha = alpha,
            Champion = champion,
            Canary = canary,
            Difference = new ConfidenceInterval(canary.Lower - champion.Upper, canary.Upper - champion.Lower),
        };

    private static ConfidenceInterval Scale(ConfidenceInterval part, double range, double from) => new((part.Lower * range) + from, (part.Upper * range) + from);

    private static ConfidenceInterval Negate(ConfidenceInterval value) => new(-value.Upper, -value.Lower);
}
