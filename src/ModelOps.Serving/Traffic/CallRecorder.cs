namespace ModelOps.Serving;

/// <summary>Is told how the calls of a rollout or an experiment went. Called for each of them: without locks, without garbage.</summary>
internal abstract class CallRecorder
{
    /// <param name="arm">Which variant answered.</param>
    /// <param name="unit">Hash of who called; 0 when unknown.</param>
    /// <param name="elapsed">Time to the answer, or to the failure.</param>
    /// <param name="outcome">How it ended.</param>
    public abstract void Record(int arm, ulong unit, TimeSpan elapsed, CallOutcome outcome);

    /// <summary>A unit got its answer from a variant.</summary>
    /// <param name="arm">Which variant.</param>
    /// <param name="unit">Hash of the key.</param>
    /// <param name="key">The unit's key.</param>
    public virtual void Expose(int arm, ulong unit, string key)
    {
    }
}
