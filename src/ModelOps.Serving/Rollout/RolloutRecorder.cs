namespace ModelOps.Serving;

/// <summary>Counts the calls of one step of a rollout. Arm 0 is the champion, arm 1 the canary.</summary>
internal sealed class RolloutRecorder(RolloutPolicy policy, TimeProvider timeProvider) : CallRecorder
{
    private readonly ArmCounters[] _arms = [new(policy.Latency), new(policy.Latency)];
    private readonly ExposureTable? _exposures = policy.Outcome is { } outcome ? new(outcome.MaxUnits, outcome.Window, timeProvider) : null;

    public override void Record(int arm, ulong unit, TimeSpan elapsed, CallOutcome outcome)
    {
        if (outcome is CallOutcome.Answered or CallOutcome.Failed) { _arms[arm].Call(elapsed, outcome == CallOutcome.Failed); }
        if (unit != 0 && (outcome is CallOutcome.Answered or CallOutcome.Cached)) { _exposures?.Add(unit, arm); }
    }

    /// <summary>Counts an outcome for the variant that the caller met.</summary>
    public bool RecordOutcome(ulong unit, double value)
    {
        if (policy.Outcome is not { } outcome || _exposures?.Take(unit) is not (>= 0 and var arm)) { return false; }
        _arms[arm].Outcome((Math.Clamp(value, outcome.Min, outcome.Max) - outcome.Min) / (outcome.Max - outcome.Min));
        return true;
    }

    public void MoveTo(ArmEvidence champion, ArmEvidence canary)
    {
        _arms[0].MoveTo(champion);
        _arms[1].MoveTo(canary);
    }
}
