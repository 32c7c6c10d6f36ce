namespace ModelOps.Drift.Streams;

/// <summary>The chart of exponentially weighted moving averages (Roberts, 1959), two-sided, with limits that widen from the start.</summary>
/// <remarks>z ← λ x + (1 − λ) z, from the mean on; drift when it lies more than L σ √(λ / (2 − λ) · (1 − (1 − λ)²ᵗ)) from the mean, warning at its own L. For
/// independent normal values λ = 0.2 and L = 3 give about 560 values between false alarms.</remarks>
public sealed class EwmaChart : StreamDetector
{
    internal const string MethodName = "ewma-chart";

    private const int SmallestWarmUp = 2;

    private readonly Baseline _baseline;
    private double _lambda;
    private double _limit;
    private double _warningLimit;
    private double _average;
    private double _decay = 1;

    /// <summary>Begins to watch a process whose level is known.</summary>
    /// <param name="mean">Mean in control.</param>
    /// <param name="deviation">Standard deviation in control, above 0.</param>
    /// <param name="lambda">λ, the weight of the newest value, above 0, at most 1.</param>
    /// <param name="limit">L of drift, in deviations of the average, above 0.</param>
    /// <param name="warningLimit">L of a warning, above 0; the limit where that is smaller.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public EwmaChart(double mean, double deviation, double lambda = 0.2, double limit = 3, double warningLimit = 2)
        : this(new Baseline(mean, deviation), lambda, limit, warningLimit)
    {
    }

    private EwmaChart(Baseline baseline, double lambda, double limit, double warningLimit)
    {
        _baseline = baseline;
        _lambda = lambda;
        _limit = limit;
        _warningLimit = Math.Min(limit, warningLimit);
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    /// <summary>Begins to watch a process whose level is learned from its first values, and again after each alarm.</summary>
    /// <param name="warmUp">Values to learn from, at least 2. From few values false alarms are more frequent.</param>
    /// <param name="lambda">λ, the weight of the newest value, above 0, at most 1.</param>
    /// <param name="limit">L of drift, in deviations of the average, above 0.</param>
    /// <param name="warningLimit">L of a warning, above 0; the limit where that is smaller.</param>
    /// <returns>The detector.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public static EwmaChart Learning(int warmUp = 500, double lambda = 0.2, double limit = 3, double warningLimit = 2)
    {
        StreamSettings.Require(warmUp >= SmallestWarmUp, nameof(warmUp), warmUp, $"at least {SmallestWarmUp}");
        return new EwmaChart(new Baseline(warmUp), lambda, limit, warningLimit);
    }

    private protected override StreamState Observe(double value)
    {
        if (!_baseline.TryScore(value, out double z))
        {
            return StreamState.None;
        }

        _average = (_lambda * z) + ((1 - _lambda) * _average);
        _decay *= (1 - _lambda) * (1 - _lambda);
        double distance = Math.Abs(_average) / Math.Sqrt(_lambda / (2 - _lambda) * (1 - _decay));
        return distance > _limit ? StreamState.Drift
            : distance > _warningLimit ? StreamState.Warning
            : StreamState.None;
    }

    private protected override void Clear()
    {
        _baseline.Clear();
        _average = 0;
        _decay = 1;
    }

    private protected override void CheckSettings()
    {
        _baseline.Check(SmallestWarmUp);
        StreamSettings.Require(_lambda is > 0 and <= 1, "lambda", _lambda, "above 0 and at most 1");
        StreamSettings.RequirePositive(_limit, "limit");
        StreamSettings.Require(_warningLimit > 0 && _warningLimit <= _limit, "warningLimit", _warningLimit, "above 0 and at most the limit");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        _baseline.TransferSettings(transfer);
        transfer.Number("lambda", ref _lambda);
        transfer.Number("limit", ref _limit);
        transfer.Number("warningLimit", ref _warningLimit);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        _baseline.TransferState(transfer);
        transfer.Number("average", ref _average);
        transfer.Number("decay", ref _decay);
    }
}
