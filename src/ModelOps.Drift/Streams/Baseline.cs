namespace ModelOps.Drift.Streams;

/// <summary>Mean and deviation of a process in control, known or learned from its first values, and how far a value lies from them.</summary>
internal sealed class Baseline
{
    private int _warmUp;
    private double _mean;
    private double _deviation;
    private long _seen;
    private double _squares;

    /// <summary>A known level.</summary>
    internal Baseline(double mean, double deviation)
    {
        _mean = mean;
        _deviation = deviation;
    }

    /// <summary>A level to learn.</summary>
    internal Baseline(int warmUp) => _warmUp = warmUp;

    internal void Check(int smallestWarmUp)
    {
        StreamSettings.Require(_warmUp == 0 || _warmUp >= smallestWarmUp, "warmUp", _warmUp, $"at least {smallestWarmUp}");
        if (_warmUp == 0)
        {
            StreamSettings.Require(Math.Abs(_mean) <= StreamDetector.LargestMagnitude, "mean", _mean, "finite");
            StreamSettings.RequirePositive(_deviation, "deviation");
        }
    }

    /// <summary>Deviations from the mean; false while it is learned. A value unlike a constant baseline is infinitely far.</summary>
    internal bool TryScore(double value, out double score)
    {
        score = 0;
        if (_seen < _warmUp)
        {
            Learn(value);
            return false;
        }

        double gap = value - _mean;
        score = gap == 0 ? 0 : gap / _deviation;
        return true;
    }

    internal void Clear()
    {
        if (_warmUp > 0)
        {
            _seen = 0;
            _mean = 0;
            _squares = 0;
            _deviation = 0;
        }
    }

    internal void TransferSettings(StateTransfer transfer)
    {
        transfer.Whole("warmUp", ref _warmUp);
        if (_warmUp == 0)
        {
            TransferLevel(transfer);
        }
    }

    internal void TransferState(StateTransfer transfer)
    {
        if (_warmUp > 0)
        {
            TransferLevel(transfer);
            transfer.Whole("seen", ref _seen);
            transfer.Number("squares", ref _squares);
        }
    }

    private void TransferLevel(StateTransfer transfer)
    {
        transfer.Number("mean", ref _mean);
        transfer.Number("deviation", ref _deviation);
    }

    private void Learn(double value)
    {
        _seen++;
        double gap = value - _mean;
        _mean += gap / _seen;
        _squares += gap * (value - _mean);
        _deviation = _seen < 2 ? 0 : Math.Sqrt(_squares / (_seen - 1));
    }
}
