namespace ModelOps.Drift.Streams;

/// <summary>Early drift detection method (Baena-García and others, 2006): the distance between errors against the longest it ever was.</summary>
/// <remarks>With μ and σ of the distances from error to error, warning and drift come when (μ + 2σ) falls below a share of its maximum. It finds slow
/// changes sooner than <see cref="Ddm"/> and alarms falsely more often. Takes 1 for a wrong prediction and 0 for a right one; finds only a rise of errors.</remarks>
public sealed class Eddm : StreamDetector
{
    internal const string MethodName = "eddm";

    private int _warmUp;
    private double _warningShare;
    private double _driftShare;
    private long _seen;
    private long _lastError;
    private long _errors;
    private double _mean;
    private double _squares;
    private double _longest;
    private bool _warns;

    /// <summary>Begins to watch.</summary>
    /// <param name="warmUp">Errors before anything is said, at least 2.</param>
    /// <param name="warningShare">Share of the maximum below which it warns (α), above 0, at most 1.</param>
    /// <param name="driftShare">Share of the maximum below which it is drift (β), above 0, at most the warning share.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Eddm(int warmUp = 30, double warningShare = 0.95, double driftShare = 0.9)
    {
        _warmUp = warmUp;
        _warningShare = warningShare;
        _driftShare = driftShare;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        StreamSettings.RequireOutcome(value, nameof(Eddm));
        _seen++;
        return value == 0 ? (_warns ? StreamState.Warning : StreamState.None) : ObserveError();
    }

    private StreamState ObserveError()
    {
        double distance = _seen - _lastError;
        _lastError = _seen;
        _errors++;
        double before = distance - _mean;
        _mean += before / _errors;
        _squares += before * (distance - _mean);
        _warns = false;
        if (_errors < _warmUp)
        {
            return StreamState.None;
        }

        double reach = _mean + (2 * Math.Sqrt(_squares / _errors));
        _longest = Math.Max(_longest, reach);
        double share = reach / _longest;
        _warns = share < _warningShare;
        return share < _driftShare ? StreamState.Drift : _warns ? StreamState.Warning : StreamState.None;
    }

    private protected override void Clear()
    {
        _seen = 0;
        _lastError = 0;
        _errors = 0;
        _mean = 0;
        _squares = 0;
        _longest = 0;
        _warns = false;
    }

    private protected override void CheckSettings()
    {
        StreamSettings.Require(_warmUp >= 2, "warmUp", _warmUp, "at least 2");
        StreamSettings.Require(_warningShare is > 0 and <= 1, "warningShare", _warningShare, "above 0 and at most 1");
        StreamSettings.Require(_driftShare > 0 && _driftShare <= _warningShare, "driftShare", _driftShare, "above 0 and at most the warning share");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Whole("warmUp", ref _warmUp);
        transfer.Number("warningShare", ref _warningShare);
        transfer.Number("driftShare", ref _driftShare);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Whole("seen", ref _seen);
        transfer.Whole("lastError", ref _lastError);
        transfer.Whole("errors", ref _errors);
        transfer.Number("mean", ref _mean);
        transfer.Number("squares", ref _squares);
        transfer.Number("longest", ref _longest);
        transfer.Flag("warns", ref _warns);
    }
}
