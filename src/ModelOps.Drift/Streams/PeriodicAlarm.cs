namespace ModelOps.Drift.Streams;

/// <summary>Alarms every so many values, whatever they are: the baseline that a detector must beat before its delay means anything.</summary>
public sealed class PeriodicAlarm : StreamDetector
{
    internal const string MethodName = "periodic-alarm";

    private int _period;
    private int _seen;

    /// <summary>Begins to count.</summary>
    /// <param name="period">Values from alarm to alarm, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public PeriodicAlarm(int period)
    {
        _period = period;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value) => ++_seen >= _period ? StreamState.Drift : StreamState.None;

    private protected override void Clear() => _seen = 0;

    private protected override void CheckSettings() => StreamSettings.Require(_period >= 1, "period", _period, "at least 1");

    private protected override void TransferSettings(StateTransfer transfer) => transfer.Whole("period", ref _period);

    private protected override void TransferState(StateTransfer transfer) => transfer.Whole("seen", ref _seen);
}
