using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Streams;

/// <summary>Page and Hinkley's test (Page, 1954): sums how far values lie beyond their running mean.</summary>
/// <remarks>S ← max(0, α S + x − x̄ − δ) for a rise, and the mirror image for a fall; drift when S reaches the threshold. Defaults as in river and MOA, which
/// watch for a rise. δ and the threshold are in units of the stream, so scale it or calibrate with <see cref="ExpectedRunTime"/>.</remarks>
public sealed class PageHinkley : StreamDetector
{
    internal const string MethodName = "page-hinkley";

    private double _delta;
    private double _threshold;
    private double _alpha;
    private int _minCount;
    private ChangeDirection _direction;
    private long _seen;
    private double _mean;
    private double _rise;
    private double _fall;

    /// <summary>Begins to watch.</summary>
    /// <param name="minCount">Values before the first alarm, at least 1.</param>
    /// <param name="delta">Deviation from the mean that is tolerated, at least 0.</param>
    /// <param name="threshold">Sum that is drift, above 0.</param>
    /// <param name="alpha">What remains of the sum at each value, above 0, at most 1.</param>
    /// <param name="direction">Which change to look for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PageHinkley(
        int minCount = 30, double delta = 0.005, double threshold = 50, double alpha = 0.9999, ChangeDirection direction = ChangeDirection.Increase)
    {
        _minCount = minCount;
        _delta = delta;
        _threshold = threshold;
        _alpha = alpha;
        _direction = direction;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        _seen++;
        _mean += (value - _mean) / _seen;
        double deviation = value - _mean;
        _rise = Math.Max(0, (_alpha * _rise) + deviation - _delta);
        _fall = Math.Max(0, (_alpha * _fall) - deviation - _delta);
        bool drifts = (_direction != ChangeDirection.Decrease && _rise >= _threshold)
            || (_direction != ChangeDirection.Increase && _fall >= _threshold);
        return drifts && _seen >= _minCount ? StreamState.Drift : StreamState.None;
    }

    private protected override void Clear()
    {
        _seen = 0;
        _mean = 0;
        _rise = 0;
        _fall = 0;
    }

    private protected override void CheckSettings()
    {
        StreamSettings.Require(_minCount >= 1, "minCount", _minCount, "at least 1");
        StreamSettings.Require(_delta >= 0 && double.IsFinite(_delta), "delta", _delta, "finite and at least 0");
        StreamSettings.RequirePositive(_threshold, "threshold");
        StreamSettings.Require(_alpha is > 0 and <= 1, "alpha", _alpha, "above 0 and at most 1");
        Arguments.ThrowIfUndefined(_direction, "direction");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Whole("minCount", ref _minCount);
        transfer.Number("delta", ref _delta);
        transfer.Number("threshold", ref _threshold);
        transfer.Number("alpha", ref _alpha);
        transfer.Choice("direction", ref _direction);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Whole("seen", ref _seen);
        transfer.Number("mean", ref _mean);
        transfer.Number("rise", ref _rise);
        transfer.Number("fall", ref _fall);
    }
}
