namespace ModelOps.Drift.Streams;

/// <summary>Drift detection method (Gama and others, 2004): the error rate of a model against the best it ever was.</summary>
/// <remarks>With p the running error rate of i outcomes and s = √(p (1 − p) / i), warning and drift come when p + s exceeds p₀ + k s₀, where p₀ and s₀ are of the
/// smallest p + s so far. Takes 1 for a wrong prediction and 0 for a right one; finds only a rise.</remarks>
public sealed class Ddm : StreamDetector
{
    internal const string MethodName = "ddm";

    private int _warmUp;
    private double _warningLevel;
    private double _driftLevel;
    private long _seen;
    private double _rate;
    private double _bestRate;
    private double _bestDeviation;

    /// <summary>Begins to watch.</summary>
    /// <param name="warmUp">Outcomes before anything is said, at least 1.</param>
    /// <param name="warningLevel">Deviations above the best that warn, above 0.</param>
    /// <param name="driftLevel">Deviations above the best that are drift, at least the warning level.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Ddm(int warmUp = 30, double warningLevel = 2, double driftLevel = 3)
    {
        _warmUp = warmUp;
        _warningLevel = warningLevel;
        _driftLevel = driftLevel;
        CheckSettings();
        Clear();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        StreamSettings.RequireOutcome(value, nameof(Ddm));
        _seen++;
        _rate += (value - _rate) / _seen;
        double deviation = Math.Sqrt(Math.Max(0, _rate * (1 - _rate)) / _seen);
        if (_seen < _warmUp)
        {
            return StreamState.None;
        }

        double level = _rate + deviation;
        if (level <= _bestRate + _bestDeviation)
        {
            _bestRate = _rate;
            _bestDeviation = deviation;
        }

        return level > _bestRate + (_driftLevel * _bestDeviation) ? StreamState.Drift
            : level > _bestRate + (_warningLevel * _bestDeviation) ? StreamState.Warning
            : StreamState.None;
    }

    private protected override void Clear()
    {
        _seen = 0;
        _rate = 0;
        _bestRate = double.PositiveInfinity;
        _bestDeviation = double.PositiveInfinity;
    }

    private protected override void CheckSettings()
    {
        StreamSettings.Require(_warmUp >= 1, "warmUp", _warmUp, "at least 1");
        StreamSettings.RequirePositive(_warningLevel, "warningLevel");
        StreamSettings.Require(_driftLevel >= _warningLevel && double.IsFinite(_driftLevel), "driftLevel", _driftLevel, "finite and at least the warning level");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Whole("warmUp", ref _warmUp);
        transfer.Number("warningLevel", ref _warningLevel);
        transfer.Number("driftLevel", ref _driftLevel);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Whole("seen", ref _seen);
        transfer.Number("rate", ref _rate);
        transfer.Number("bestRate", ref _bestRate);
        transfer.Number("bestDeviation", ref _bestDeviation);
    }
}
