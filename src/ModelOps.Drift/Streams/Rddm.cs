namespace ModelOps.Drift.Streams;

/// <summary>Reactive drift detection method (Barros and others, 2017): <see cref="Ddm"/> that stays sensitive in long streams.</summary>
/// <remarks>A concept that has lasted too long is learned again from its newest outcomes, without an alarm, and a warning that lasts too long is drift. After
/// drift it starts from the outcomes since the warning. Takes 1 for a wrong prediction and 0 for a right one; finds only a rise.</remarks>
public sealed class Rddm : StreamDetector
{
    internal const string MethodName = "rddm";

    private const int LargestKept = 100_000;

    private int _warmUp;
    private double _warningLevel;
    private double _driftLevel;
    private int _maxConcept;
    private int _minStable;
    private int _warningLimit;
    private double[] _recent = [];
    private int _next;
    private int _stored;
    private long _seen;
    private double _rate;
    private double _bestRate;
    private double _bestDeviation;
    private int _warnings;

    /// <summary>Begins to watch.</summary>
    /// <param name="warmUp">Outcomes before anything is said, at least 1.</param>
    /// <param name="warningLevel">Deviations above the best that warn, above 0.</param>
    /// <param name="driftLevel">Deviations above the best that are drift, at least the warning level.</param>
    /// <param name="maxConcept">Outcomes after which a quiet concept is learned again, more than <paramref name="minStable"/>.</param>
    /// <param name="minStable">Newest outcomes it is then learned from, 1 to 100,000: as many are kept.</param>
    /// <param name="warningLimit">Outcomes under warning that are drift, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Rddm(
        int warmUp = 129, double warningLevel = 1.773, double driftLevel = 2.258, int maxConcept = 40_000, int minStable = 7000, int warningLimit = 1400)
    {
        _warmUp = warmUp;
        _warningLevel = warningLevel;
        _driftLevel = driftLevel;
        _maxConcept = maxConcept;
        _minStable = minStable;
        _warningLimit = warningLimit;
        CheckSettings();
        Clear();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        StreamSettings.RequireOutcome(value, nameof(Rddm));
        _recent[_next] = value;
        _next = (_next + 1) % _minStable;
        _stored = Math.Min(_stored + 1, _minStable);
        double deviation = Learn(value);
        if (_seen < _warmUp)
        {
            return StreamState.None;
        }

        KeepBest(deviation);
        double level = _rate + deviation;
        if (level > _bestRate + (_driftLevel * _bestDeviation))
        {
            _warnings++;
            return StreamState.Drift;
        }

        bool warns = level > _bestRate + (_warningLevel * _bestDeviation);
        _warnings = warns ? _warnings + 1 : 0;
        if (!warns && _seen >= _maxConcept)
        {
            LearnAgain(_stored, keepBest: false);
        }

        return _warnings > _warningLimit ? StreamState.Drift : warns ? StreamState.Warning : StreamState.None;
    }

    private protected override void BeginAnew() => LearnAgain(_warnings > _warningLimit ? 1 : Math.Min(_warnings, _stored), keepBest: true);

    private void LearnAgain(int newest, bool keepBest)
    {
        Forget();
        _stored = newest;
        for (int i = newest; i > 0; i--)
        {
            double deviation = Learn(_recent[(_next - i + _minStable) % _minStable]);
            if (keepBest && _seen >= _warmUp) { KeepBest(deviation); }
        }
    }

    private double Learn(double value)
    {
        _seen++;
        _rate += (value - _rate) / _seen;
        return Math.Sqrt(Math.Max(0, _rate * (1 - _rate)) / _seen);
    }

    private void KeepBest(double deviation)
    {
        if (_rate + deviation < _bestRate + _bestDeviation)
        {
            _bestRate = _rate;
            _bestDeviation = deviation;
        }
    }

    private void Forget()
    {
        _seen = 0;
        _rate = 0;
        _bestRate = double.PositiveInfinity;
        _bestDeviation = double.PositiveInfinity;
        _warnings = 0;
    }

    private protected override void Clear()
    {
        Forget();
        _next = 0;
        _stored = 0;
        if (_recent.Length != _minStable)
        {
            _recent = new double[_minStable];
        }

        Array.Clear(_recent);
    }

    private protected override void CheckSettings()
    {
        StreamSettings.Require(_warmUp >= 1, "warmUp", _warmUp, "at least 1");
        StreamSettings.RequirePositive(_warningLevel, "warningLevel");
        StreamSettings.Require(_driftLevel >= _warningLevel && double.IsFinite(_driftLevel), "driftLevel", _driftLevel, "finite and at least the warning level");
        StreamSettings.Require(_minStable is >= 1 and <= LargestKept, "minStable", _minStable, $"1 to {LargestKept}");
        StreamSettings.Require(_maxConcept > _minStable, "maxConcept", _maxConcept, "more than minStable");
        StreamSettings.Require(_warningLimit is >= 1 and < int.MaxValue, "warningLimit", _warningLimit, "at least 1");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Whole("warmUp", ref _warmUp);
        transfer.Number("warningLevel", ref _warningLevel);
        transfer.Number("driftLevel", ref _driftLevel);
        transfer.Whole("maxConcept", ref _maxConcept);
        transfer.Whole("minStable", ref _minStable);
        transfer.Whole("warningLimit", ref _warningLimit);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Numbers("recent", _recent);
        transfer.Whole("next", ref _next, _minStable - 1);
        transfer.Whole("stored", ref _stored, _minStable);
        transfer.Whole("seen", ref _seen);
        transfer.Number("rate", ref _rate);
        transfer.Number("bestRate", ref _bestRate);
        transfer.Number("bestDeviation", ref _bestDeviation);
        transfer.Whole("warnings", ref _warnings, int.MaxValue - 1);
    }
}
