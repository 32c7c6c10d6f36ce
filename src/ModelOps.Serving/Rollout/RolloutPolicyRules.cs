namespace ModelOps.Serving;

/// <summary>What a rollout policy must fulfil; one place for configuration and code.</summary>
internal static class RolloutPolicyRules
{
    private static readonly TimeSpan LongestCap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    public static IEnumerable<string> Check(RolloutPolicy policy, string key)
    {
        if (!ModelReference.IsAlias(policy.Champion)) { yield return $"{key}:Champion is '{policy.Champion}'. Give an alias such as 'champion'."; }
        if (!ModelReference.IsAlias(policy.Canary)) { yield return $"{key}:Canary is '{policy.Canary}'. Give an alias such as 'candidate'."; }
        if (policy.Champion == policy.Canary) { yield return $"{key}:Canary is '{policy.Canary}', as Champion is. Give two aliases."; }
        for (int i = 0; i < policy.Steps.Count; i++)
        {
            if (policy.Steps[i] is < 1 or > 100 || (i > 0 && policy.Steps[i] <= policy.Steps[i - 1]))
            {
                yield return $"{key}:Steps:{i} is {policy.Steps[i]}. Give percents from 1 to 100, each more than the one before.";
            }
        }

        if (policy.CanaryWeights.Length == 0) { yield return $"{key}:Steps has no step below 100, so nothing would be compared. Give one, such as 10."; }
        if (policy.Alpha is not (> 0 and < 0.5)) { yield return $"{key}:Alpha is {policy.Alpha}. Give a probability above 0 and below 0.5, such as 0.05."; }
        if (policy.MinSamples < 1) { yield return $"{key}:MinSamples is {policy.MinSamples}. Give 1 or more, such as 200."; }
        if (policy.MinStepDuration < TimeSpan.Zero) { yield return $"{key}:MinStepDuration is {policy.MinStepDuration}. Give zero or more."; }
        if (policy.MaxStepDuration <= policy.MinStepDuration) { yield return $"{key}:MaxStepDuration is {policy.MaxStepDuration}. Give more than MinStepDuration, {policy.MinStepDuration}."; }
        if (!Enum.IsDefined(policy.WhenInconclusive)) { yield return $"{key}:WhenInconclusive is {policy.WhenInconclusive}. Give Hold or RollBack."; }
        if (policy.GateCount == 0) { yield return $"{key} has no gate. Give ErrorRate, Latency, Outcome or Disagreement."; }
        foreach (string error in CheckGates(policy, key)) { yield return error; }
    }

    private static IEnumerable<string> CheckGates(RolloutPolicy policy, string key)
    {
        if (policy.ErrorRate is { MaxIncrease: not (>= 0 and <= 1) } errors) { yield return $"{key}:ErrorRate:MaxIncrease is {errors.MaxIncrease}. Give 0 to 1, such as 0.01."; }
        if (policy.Latency is { } latency)
        {
            if (latency.Quantile is { } quantile and not (> 0 and < 1)) { yield return $"{key}:Latency:Quantile is {quantile}. Give a number above 0 and below 1, such as 0.95, or leave it out for the mean."; }
            if (latency.MaxIncrease is not (>= 0 and <= 100)) { yield return $"{key}:Latency:MaxIncrease is {latency.MaxIncrease}. Give 0 to 100, such as 0.2 for a fifth."; }
            if (latency.Cap <= TimeSpan.Zero || latency.Cap > LongestCap) { yield return $"{key}:Latency:Cap is {latency.Cap}. Give more than zero, {LongestCap} at most."; }
        }

        if (policy.Outcome is { } outcome)
        {
            if (!double.IsFinite(outcome.Min) || !double.IsFinite(outcome.Max) || outcome.Min >= outcome.Max) { yield return $"{key}:Outcome:Max is {outcome.Max}. Give a number above Min, {outcome.Min}."; }
            if (outcome.MaxLoss is not (>= 0 and < double.PositiveInfinity)) { yield return $"{key}:Outcome:MaxLoss is {outcome.MaxLoss}. Give 0 or more, in the unit of the values."; }
            if (outcome.Window <= TimeSpan.Zero || outcome.Window > LongestWindow) { yield return $"{key}:Outcome:Window is {outcome.Window}. Give more than zero, {LongestWindow} at most."; }
            if (outcome.MaxUnits is < ExposureTable.MinCapacity or > ExposureTable.MaxCapacity) { yield return $"{key}:Outcome:MaxUnits is {outcome.MaxUnits}. Give {ExposureTable.MinCapacity} to {ExposureTable.MaxCapacity}."; }
        }

        if (policy.Disagreement is { MaxRate: not (> 0 and <= 1) } pairs) { yield return $"{key}:Disagreement:MaxRate is {pairs.MaxRate}. Give more than 0, 1 at most, such as 0.05."; }
    }
}
