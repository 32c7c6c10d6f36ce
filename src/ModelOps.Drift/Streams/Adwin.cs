using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Streams;

/// <summary>Adaptive windowing (Bifet and Gavaldà, 2007): keeps the longest newest window in which no cut separates two different means.</summary>
/// <remarks>Memory grows with the logarithm of the window. A cut at n₀ older and n₁ newer values of a window of W with variance v is drift when the means differ by
/// more than √(2 v m ln(2 ln W / δ)) + ⅔ m ln(2 ln W / δ), where m = 1/(n₀ − s + 1) + 1/(n₁ − s + 1) and s is the smallest part. The second term is for
/// values from 0 to 1: scale the stream to that range. After drift the older part is dropped, bucket by bucket. Finds a rise and a fall.</remarks>
public sealed class Adwin : StreamDetector
{
    internal const string MethodName = "adwin";

    private const double Epsilon = 2.3e-16;

    private readonly ExponentialHistogram _window = new();
    private double _delta;
    private int _checkEvery;
    private int _minWindow;
    private int _minPart;
    private AdwinCompatibility _compatibility;
    private long _seen;

    /// <summary>Begins to watch.</summary>
    /// <param name="delta">Confidence parameter δ, above 0, below 1: smaller is quieter.</param>
    /// <param name="checkEvery">Values from check to check, at least 1.</param>
    /// <param name="minWindow">Window that is not checked yet, at least 2.</param>
    /// <param name="minPart">Smallest part of the window that is compared, at least 1.</param>
    /// <param name="compatibility">Whose cuts to try.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adwin(
        double delta = 0.002, int checkEvery = 32, int minWindow = 10, int minPart = 5, AdwinCompatibility compatibility = AdwinCompatibility.Moa)
    {
        _delta = delta;
        _checkEvery = checkEvery;
        _minWindow = minWindow;
        _minPart = minPart;
        _compatibility = compatibility;
        CheckSettings();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    /// <summary>Values in the window.</summary>
    public long Width => _window.Count;

    /// <summary>Mean of the window; 0 when it is empty.</summary>
    public double Mean => _window.Mean;

    /// <summary>Variance of the window, with its width as divisor; 0 when it is empty.</summary>
    public double Variance => _window.Variance;

    private protected override StreamState Observe(double value)
    {
        _seen++;
        _window.Add(value);
        bool drifts = false;
        if (_seen % _checkEvery == 0 && Width > _minWindow)
        {
            while (HasCut())
            {
                drifts = true;
                _window.DropOldest();
            }
        }

        return drifts ? StreamState.Drift : StreamState.None;
    }

    private bool HasCut()
    {
        double logTerm = Math.Log(2 * Math.Log(Width) / _delta);
        double variance = Variance;
        long older = 0;
        double olderSum = 0;
        for (int row = _window.Rows - 1; row >= 0; row--)
        {
            long size = 1L << row;
            int tried = _window.BucketsIn(row) - (_compatibility == AdwinCompatibility.RiverLegacy ? 1 : 0);
            for (int bucket = 0; bucket < tried; bucket++)
            {
                older += size;
                olderSum += _window.Sum(row, bucket);
                long newer = Width - older;
                if (newer < _minPart)
                {
                    return false;
                }

                if (older >= _minPart && Differ(older, olderSum, newer, _window.Total - olderSum, variance, logTerm))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Differ(long older, double olderSum, long newer, double newerSum, double variance, double logTerm)
    {
        double m = (1.0 / (older - _minPart + 1)) + (1.0 / (newer - _minPart + 1));
        double bound = Math.Sqrt(2 * m * variance * logTerm) + (2.0 / 3 * m * logTerm);
        double olderMean = olderSum / older;
        double newerMean = newerSum / newer;

        // Sums of W values may be off by W epsilons, which is no change: large values without spread would alarm by it.
        double rounding = Epsilon * Width * Width / newer * (Math.Abs(olderMean) + Math.Abs(newerMean));
        return Math.Abs(olderMean - newerMean) > bound + rounding;
    }

    private protected override void Clear()
    {
        _window.Clear();
        _seen = 0;
    }

    // The window has dropped what was old; the rest is the new stream.
    private protected override void BeginAnew()
    {
    }

    private protected override void CheckSettings()
    {
        StreamSettings.RequireShare(_delta, "delta");
        StreamSettings.Require(_checkEvery >= 1, "checkEvery", _checkEvery, "at least 1");
        StreamSettings.Require(_minWindow >= 2, "minWindow", _minWindow, "at least 2");
        StreamSettings.Require(_minPart >= 1, "minPart", _minPart, "at least 1");
        Arguments.ThrowIfUndefined(_compatibility, "compatibility");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Number("delta", ref _delta);
        transfer.Whole("checkEvery", ref _checkEvery);
        transfer.Whole("minWindow", ref _minWindow);
        transfer.Whole("minPart", ref _minPart);
        transfer.Choice("compatibility", ref _compatibility);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Whole("seen", ref _seen);
        _window.Transfer(transfer);
    }
}
