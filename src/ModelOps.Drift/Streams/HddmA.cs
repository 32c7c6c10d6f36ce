namespace ModelOps.Drift.Streams;

/// <summary>Hoeffding drift detection with averages (Frías-Blanco and others, 2015): the mean since a cut point against the mean before it.</summary>
/// <remarks>Values from 0 to 1. The cut point is where the mean plus its Hoeffding bound was smallest; the promise holds for any distribution on that range.
/// Looks for a rise unless told otherwise.</remarks>
public sealed class HddmA : StreamDetector
{
    internal const string MethodName = "hddm-a";

    private double _driftConfidence;
    private double _warningConfidence;
    private bool _twoSided;
    private HoeffdingMean _rise;
    private HoeffdingMean _fall;

    /// <summary>Begins to watch.</summary>
    /// <param name="driftConfidence">Significance of drift, above 0, below 1.</param>
    /// <param name="warningConfidence">Significance of a warning, at least that of drift, below 1.</param>
    /// <param name="twoSided">Whether a fall is drift too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public HddmA(double driftConfidence = 0.001, double warningConfidence = 0.005, bool twoSided = false)
    {
        _driftConfidence = driftConfidence;
        _warningConfidence = warningConfidence;
        _twoSided = twoSided;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        StreamSettings.RequireUnit(value, nameof(HddmA));
        StreamState rise = _rise.Observe(value, _driftConfidence, _warningConfidence);
        StreamState fall = _twoSided ? _fall.Observe(1 - value, _driftConfidence, _warningConfidence) : StreamState.None;
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
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Number("driftConfidence", ref _driftConfidence);
        transfer.Number("warningConfidence", ref _warningConfidence);
        transfer.Flag("twoSided", ref _twoSided);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        _rise.Transfer(transfer, "rise");
        _fall.Transfer(transfer, "fall");
    }
}
