namespace ModelOps.Drift.Streams;

/// <summary>Hoeffding drift detection with weights (Frías-Blanco and others, 2015): a moving average since a cut point against one before it.</summary>
/// <remarks>Values from 0 to 1. The averages forget exponentially and are compared by McDiarmid's bound, so that a sudden change is found sooner than by
/// <see cref="HddmA"/>. Looks for a rise unless told otherwise.</remarks>
public sealed class HddmW : StreamDetector
{
    internal const string MethodName = "hddm-w";

    private double _driftConfidence;
    private double _warningConfidence;
    private double _lambda;
    private bool _twoSided;
    private McDiarmidAverage _rise;
    private McDiarmidAverage _fall;

    /// <summary>Begins to watch.</summary>
    /// <param name="driftConfidence">Significance of drift, above 0, below 1.</param>
    /// <param name="warningConfidence">Significance of a warning, at least that of drift, below 1.</param>
    /// <param name="lambda">Weight of the newest value, above 0, at most 1.</param>
    /// <param name="twoSided">Whether a fall is drift too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public HddmW(double driftConfidence = 0.001, double warningConfidence = 0.005, double lambda = 0.05, bool twoSided = false)
    {
        _driftConfidence = driftConfidence;
        _warningConfidence = warningConfidence;
        _lambda = lambda;
        _twoSided = twoSided;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        StreamSettings.RequireUnit(value, nameof(HddmW));
        StreamState rise = _rise.Observe(value, _lambda, _driftConfidence, _warningConfidence);
        StreamState fall = _twoSided ? _fall.Observe(1 - value, _lambda, _driftConfidence, _warningConfidence) : StreamState.None;
        return rise > fall ? rise : fall;
    }

    private protected override void Clear()
    {
        _rise = default;
        _fall = default;
    }

    private protected override void CheckSettings()
    {
        StreamSettings.RequireShare(_driftConfidence, "driftConfidence");
        StreamSettings.Require(
            _warningConfidence >= _driftConfidence && _warningConfidence < 1, "warningConfidence", _warningConfidence, "at least that of drift and below 1");
        StreamSettings.Require(_lambda is > 0 and <= 1, "lambda", _lambda, "above 0 and at most 1");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Number("driftConfidence", ref _driftConfidence);
        transfer.Number("warningConfidence", ref _warningConfidence);
        transfer.Number("lambda", ref _lambda);
        transfer.Flag("twoSided", ref _twoSided);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        _rise.Transfer(transfer, "rise");
        _fall.Transfer(transfer, "fall");
    }
}
